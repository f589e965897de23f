"""Reads the packages of clerks, ZIP files and patches, and trusts nothing in them.

What can not be taken is refused file by file, with the reason; whether records are right is left to
the check.
"""

import json
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_string, policy
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from generator.checks.proposal import is_rule
from generator.form.package import FORMAT, MANIFEST, NO_MAIL
from generator.load.files import RECORDS, SIZE_LIMIT

PACKAGE_LIMIT = 32 * 1_048_576
"""Bytes of a package, and of all that it holds."""

FILES_LIMIT = 5_000
_LINE = 72
_NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that is not taken: its name in the package, the reason, the mend."""

    name: str
    message: str
    hint: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """One record as the clerk has it; `before` is Git's name for the text that it changes."""

    path: str
    text: bytes
    before: str = ""


@dataclass(frozen=True, slots=True)
class FilePatch:
    """What a patch says of one record; `before` is Git's name for the text that it is about."""

    path: str
    before: str
    hunks: Sequence["Hunk"]


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place that a patch changes: the line where it begins, and its lines with their signs."""

    line: int
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose work a package is, when it was made, and what its commit says."""

    name: str = ""
    mail: str = NO_MAIL
    made: str = ""
    subject: str = ""
    body: str = ""


@dataclass(frozen=True)
class Incoming:
    """What a package brings: whose work it is, its files, and what of it is refused."""

    source: str
    signature: Signature = Signature()
    files: Sequence[IncomingFile] = ()
    patches: Sequence[FilePatch] = ()
    refused: list[RefusedFile] = field(default_factory=list)


class _RefusedPackage(Exception):
    """Why nothing of a package is taken."""

    def __init__(self, message: str, hint: str = "从填报网页重新下载") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def read_packages(source: str, content: bytes) -> list[Incoming]:
    """Return what a file brings, each mail of a patch file by itself.

    What is no package brings nothing and is refused.
    """
    if len(content) > PACKAGE_LIMIT:
        limit = f"一个文件最多 {PACKAGE_LIMIT // 1_048_576} MB，分几次交"
        return [refused_whole(source, "太大", limit)]
    if content.startswith(b"PK"):
        return [_read(source, content, _from_zip, "ZIP 损坏了或者加了密码，读不出来")]
    if content.startswith(b"From "):
        mails = list(_mails(_with_plain_ends(content)))
        names = [f"{source} 第 {n} 封" for n in range(1, len(mails) + 1)]
        sources = names if len(mails) > 1 else [source]
        pairs = zip(sources, mails, strict=True)
        return [_read(name, mail, _from_mail, "补丁读不懂") for name, mail in pairs]
    message = "不是填报网页给的 ZIP，也不是 git am 补丁"
    return [refused_whole(source, message, "从填报网页重新下载")]


def _with_plain_ends(content: bytes) -> bytes:
    """Return a patch as it was made, where a mail program has ended all its lines by CR and LF."""
    lines = content.removesuffix(b"\n").split(b"\n")
    all_end_so = all(line.endswith(b"\r") for line in lines)
    return content.replace(b"\r\n", b"\n") if all_end_so else content


def refused_whole(source: str, message: str, hint: str) -> Incoming:
    """Return a package of which nothing is taken."""
    return Incoming(source, refused=[RefusedFile(source, message, hint)])


def _read(
    source: str, content: bytes, read: Callable[[str, bytes], Incoming], damaged: str
) -> Incoming:
    try:
        return read(source, content)
    except _RefusedPackage as refusal:
        return refused_whole(source, refusal.message, refusal.hint)
    except Exception:  # the libraries answer hostile archives and mails with errors of every kind
        return refused_whole(source, damaged, "从填报网页重新下载")


def _from_zip(source: str, content: bytes) -> Incoming:
    with ZipFile(BytesIO(content)) as archive:
        return _unzipped(source, archive)


def _unzipped(source: str, archive: ZipFile) -> Incoming:
    entries = archive.infolist()
    if len(entries) > FILES_LIMIT or sum(one.file_size for one in entries) > PACKAGE_LIMIT:
        raise _RefusedPackage("里面的文件太多或者太大", "只收填报网页给的 ZIP")
    manifests = [one for one in entries if one.filename == MANIFEST]
    facts = _facts(_held(archive, manifests[0])) if len(manifests) == 1 else None
    if facts is None:
        raise _RefusedPackage(f"里面没有读得懂的 {MANIFEST}", "只收填报网页给的 ZIP")
    signature = _signature(facts)
    times = Counter(one.filename for one in entries)
    files, refused = [], []
    before = facts.get("before")
    for entry in entries:
        name = entry.filename
        if name == MANIFEST:
            continue
        wrong = _wrong_entry(entry, times[name])
        text = b"" if wrong else _held(archive, entry)
        wrong = wrong or _wrong_text(text)
        if wrong:
            refused.append(RefusedFile(_printable(name), *wrong))
            continue
        base = str(before.get(name, "")) if isinstance(before, dict) else ""
        files.append(IncomingFile(name, text, base if _BLOB.fullmatch(base) else ""))
    if not files and not refused:
        raise _RefusedPackage("里面没有记录")
    return Incoming(source, signature, files=files, refused=refused)


def _held(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return the content of an entry; ValueError where it is longer than it says."""
    with archive.open(entry) as file:
        content = file.read(SIZE_LIMIT + 1)
    if len(content) > SIZE_LIMIT:
        raise ValueError(entry.filename)
    return content


def _facts(content: bytes) -> Mapping[str, object] | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def _signature(facts: Mapping[str, object]) -> Signature:
    """Return who made a package, when and with which words, as a commit can have them."""
    mail = str(facts.get("mail", ""))
    name = _one_line(str(facts.get("name", "")), _NAME_LIMIT)
    if name and not re.search(r"[^\W_]", name):  # Git takes signs alone for no name
        raise _RefusedPackage(f"填报人“{name}”里没有字", "写姓名或者单位名称，重新下载")
    return Signature(
        name=name or "未署名",
        mail=mail if _MAIL.fullmatch(mail) else NO_MAIL,
        made=_moment(str(facts.get("made", ""))),
        subject=_one_line(str(facts.get("subject", "")), _LINE) or "填报的记录",
        body="\n".join(_one_line(one, 200) for one in str(facts.get("body", "")).splitlines()),
    )


_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_BLOB = re.compile("[0-9a-f]{40}")
_PATH = re.compile(rf"{RECORDS}/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.yml")


def _one_line(text: str, length: int) -> str:
    """Return text that a header of a commit can have: no signs that end it or can not be seen."""
    plain = "".join(sign for sign in text if sign.isprintable() and sign not in "<>")
    return plain.strip()[:length]


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in name)[:200]


def _moment(text: str) -> str:
    """Return a time as Git takes it, "" where it is none; _RefusedPackage of an impossible one."""
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if made.tzinfo is None:
        return ""
    if made.year not in _YEARS:
        raise _RefusedPackage(
            f"填报时间 {made:%Y-%m-%d} 不会是真的", "查对填报那台电脑的日期，重新下载"
        )
    return f"@{int(made.timestamp())} {f'{made:%z}'[:5]}"


_YEARS = range(2000, 2100)
"""Years of which a package may be: of others Git makes no commit."""


Wrong = tuple[str, str]
"""What is wrong, and the mend."""

_OUTSIDE = ("路径不在 records 里，或者不是记录的文件名", "只收 records 里的 .yml 文件")


def wrong_path(path: str) -> Wrong | None:
    """Return why no record may lie at a path from a package; None where one may."""
    if not _PATH.fullmatch(path):
        return _OUTSIDE
    if is_rule(path):
        return ("词表、办理流程、行动和城市是规则，不从填报的文件里收", "由管理员另外提交")
    return None


def _wrong_entry(entry: ZipInfo, times: int) -> Wrong | None:
    if wrong := wrong_path(entry.filename):
        return wrong
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return ("是链接或者特殊文件，不是普通文件", "只收填报网页给的 ZIP")
    if entry.flag_bits & 1:
        return ("加了密码", "不加密码，重新交")
    if entry.file_size > SIZE_LIMIT:
        return (f"大于 {SIZE_LIMIT // 1_048_576} MB", "一条记录没有这样大")
    if times > 1:
        return ("同一个文件有几份", "只收填报网页给的 ZIP")
    return None


def _wrong_text(text: bytes) -> Wrong | None:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return ("不是 UTF-8 编码", "从填报网页重新下载，不要用别的程序改")
    return None


_MAIL_START = re.compile(rb"^From \S+ .*\d\d:\d\d:\d\d \d{4}", re.MULTILINE)


def _mails(content: bytes) -> Iterator[bytes]:
    """Yield each mail of a file as `git am` splits it."""
    starts = sorted({0, *(one.start() for one in _MAIL_START.finditer(content))})
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        yield content[start:end]


def _from_mail(source: str, content: bytes) -> Incoming:
    text = content.decode("utf-8")
    mail = message_from_string(text.partition("\n")[2], policy=policy.default)
    assert isinstance(mail, EmailMessage)
    signature = _signature(_mail_facts(mail, text))
    found = list(_file_patches(text))
    times = Counter(one.path for one in found)
    patches, refused = [], {}
    for one in found:
        if wrong := _wrong_patch(one, times[one.path]):
            refused[one.path] = RefusedFile(_printable(one.path), *wrong)
        else:
            patches.append(one)
    if not found:
        raise _RefusedPackage("补丁里没有改动任何文件")
    return Incoming(source, signature, patches=patches, refused=list(refused.values()))


def _wrong_patch(one: FilePatch, times: int) -> Wrong | None:
    if wrong := wrong_path(one.path):
        return wrong
    if times > 1:
        return ("同一个文件在补丁里改了几次", "从填报网页重新下载，不要自己拼接")
    if not one.hunks:
        return ("补丁里没有它的内容", "从填报网页重新下载")
    return None


def _mail_facts(mail: EmailMessage, text: str) -> Mapping[str, object]:
    if not mail["From"]:
        raise _RefusedPackage("没有写明是谁的（From）")
    sender = mail["From"].addresses[0]
    made = mail["Date"].datetime if mail["Date"] else None
    _, _, rest = text.partition("\n\n")
    return {
        "name": sender.display_name,
        "mail": sender.addr_spec,
        "made": made.isoformat() if made else "",
        "subject": str(mail["Subject"] or "").removeprefix("[PATCH] "),
        "body": re.split(r"^---$|^diff --git ", rest, maxsplit=1, flags=re.MULTILINE)[0].strip(),
    }


_DIFF = re.compile(r"^diff --git a/(?P<old>\S+) b/(?P<new>\S+)$", re.MULTILINE)
_INDEX = re.compile(r"^index ([0-9a-f]{40})\.\.[0-9a-f]{40}", re.MULTILINE)
_HUNK = re.compile(r"^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@.*$", re.MULTILINE)
_END = "-- "


def _file_patches(text: str) -> Iterator[FilePatch]:
    """Yield what a patch says of each file; without hunks where it is more than a text."""
    starts = list(_DIFF.finditer(text))
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        part = text[match.end() : end]
        head, *hunks = _HUNK.split(part)
        is_plain = match["old"] == match["new"] and not re.search(
            r"^(?:rename|copy|deleted|old mode|new mode|new file mode (?!100644$)|GIT binary)",
            head,
            re.MULTILINE,
        )
        index = _INDEX.search(head)
        pairs = zip(hunks[::2], hunks[1::2], strict=True) if is_plain and index else ()
        lines = [Hunk(int(line), _hunk_lines(one)) for line, one in pairs]
        before = index[1] if index else ""
        yield FilePatch(match["new"], "" if set(before) == {"0"} else before, lines)


def _hunk_lines(part: str) -> list[str]:
    """Return the lines of a hunk, up to the end of the mail."""
    lines = part.removeprefix("\n").split("\n")
    if _END in lines:
        lines = lines[: lines.index(_END)]
    while lines and lines[-1] == "":
        lines.pop()
    return lines


def patched(before: str, patch: FilePatch) -> bytes | None:
    """Return the text that a patch makes of the one it is about; None where it does not fit."""
    lines, made, at = before.splitlines(keepends=True), list[str](), 0
    for hunk in patch.hunks:
        old, start = _side(hunk.lines, " -"), max(hunk.line - 1, 0)
        if start < at or lines[start : start + len(old)] != old:
            return None
        made += [*lines[at:start], *_side(hunk.lines, " +")]
        at = start + len(old)
    return "".join([*made, *lines[at:]]).encode()


def _side(hunk: Sequence[str], signs: str) -> list[str]:
    """Return the lines of a hunk that one side has, as they stand in the file."""
    found: list[str] = []
    is_mine = False
    for line in hunk:
        if line.startswith("\\") and is_mine:
            found[-1] = found[-1].removesuffix("\n")
        is_mine = line[:1] in signs  # a mail program may have cut the blank of an empty line
        if is_mine:
            found.append(line[1:] + "\n")
    return found
