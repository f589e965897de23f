"""What a sitting gives to the office that keeps the register: a ZIP file, and a patch for Git.

Both say of each changed file which text it was, by the name that Git has for it, so that whoever
takes them in can join it with what others changed meanwhile.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from email.utils import format_datetime
from hashlib import sha1

from generator.form.carried import zipped

MANIFEST = "lantian.json"
"""The file of a package that says who made it, and what each file was before."""

FORMAT = 1
NO_MAIL = "form@lantian.invalid"
"""The address of those who gave none: in a domain that can not exist."""

_NOTHING = "0" * 40


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who fills in the form."""

    name: str
    mail: str = ""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that a sitting makes or changes; `before` is None for a new one."""

    path: str
    text: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """The work of one clerk."""

    clerk: Clerk
    made: datetime
    files: Sequence[ChangedFile]
    subjects: Sequence[str]
    """What each entry does, as a subject of a commit."""

    @property
    def subject(self) -> str:
        """Return the subject of the commit of all of it."""
        if len(self.subjects) == 1:
            return self.subjects[0]
        new = sum(one.before is None for one in self.files)
        old = len(self.files) - new
        counts = (("新增", new), ("修改", old))
        return "，".join(f"{deed} {number} 条记录" for deed, number in counts if number)

    @property
    def body(self) -> str:
        """Return the rest of the message; "" where the subject says it all."""
        return "" if len(self.subjects) == 1 else "".join(f"- {one}\n" for one in self.subjects)


def blob_name(text: str | None) -> str:
    """Return the name that Git has for a text; zeros for none."""
    if text is None:
        return _NOTHING
    content = text.encode()
    return sha1(b"blob %d\0%s" % (len(content), content), usedforsecurity=False).hexdigest()


def package_zip(package: Package) -> bytes:
    """Return the ZIP file of a package."""
    manifest = {
        "format": FORMAT,
        "name": package.clerk.name,
        "mail": package.clerk.mail or NO_MAIL,
        "made": package.made.isoformat(timespec="seconds"),
        "subject": package.subject,
        "body": package.body,
        "before": {one.path: blob_name(one.before) for one in package.files if one.before},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    files = {one.path: one.text.encode() for one in package.files}
    return zipped({MANIFEST: text.encode(), **files})


def package_patch(package: Package) -> str:
    """Return the patch that `git am` applies."""
    mail = package.clerk.mail or NO_MAIL
    lines = [
        f"From {_NOTHING} Mon Sep 17 00:00:00 2001",
        f"From: {_encoded(package.clerk.name)} <{mail}>",
        f"Date: {format_datetime(package.made)}",
        f"Subject: [PATCH] {_encoded(package.subject)}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        *package.body.splitlines(),
        "---",
    ]
    diffs = [line for one in package.files for line in _diff(one)]
    return "\n".join([*lines, *diffs, "-- ", "lantian", ""])


def _encoded(name: str) -> str:
    """Return a text as a header of a mail has it, folded where it is long."""
    if name.isascii():
        return name
    parts = [name[start : start + _WORD] for start in range(0, len(name), _WORD)]
    return "\n ".join(f"=?UTF-8?B?{b64encode(one.encode()).decode()}?=" for one in parts)


_WORD = 14
"""Characters of an encoded word: at most 75 bytes (RFC 2047)."""


def _diff(one: ChangedFile) -> Iterator[str]:
    """Yield the lines of a file's difference, in the form of Git."""
    yield f"diff --git a/{one.path} b/{one.path}"
    if one.before is None:
        yield "new file mode 100644"
    mode = "" if one.before is None else " 100644"
    yield f"index {blob_name(one.before)}..{blob_name(one.text)}{mode}"
    before = (one.before or "").splitlines(keepends=True)
    names = ("/dev/null" if one.before is None else f"a/{one.path}", f"b/{one.path}")
    for line in unified_diff(before, one.text.splitlines(keepends=True), *names):
        yield from _ended(line)


def _ended(line: str) -> Iterator[str]:
    yield line.removesuffix("\n")
    if not line.endswith("\n"):
        yield "\\ No newline at end of file"


def joined(files: Sequence[ChangedFile]) -> list[ChangedFile]:
    """Return each file once, from what it was before the sitting to what it is after it."""
    first: dict[str, ChangedFile] = {}
    last: dict[str, ChangedFile] = {}
    for one in files:
        first.setdefault(one.path, one)
        last[one.path] = one
    return [ChangedFile(path, last[path].text, first[path].before) for path in first]
