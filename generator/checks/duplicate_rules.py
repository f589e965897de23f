"""The rule on one issue that is recorded twice, and which records have to be read together for it.

See decision 0084.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from generator.checks.paths import PREFIX
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity
from generator.core.raw import RawRecord
from generator.core.serials import id_order
from generator.load.files import FileContent, raw_of

_ISSUES = f"{PREFIX}issues/"
_SITE = b"\nsite:\n  name: "
_DAY = re.compile(rb"\nevents:\n- date: ([0-9-]+)\n")
"""As the canonical form writes them. What is written otherwise is parsed."""

_CODE = b"credit_code"
_NEAR = 300
"""Bytes behind the name of a site that hold all the rest of it."""

_INDICATORS = frozenset((b"|", b">", b"&", b"*", b"!", b""))
"""What begins a value that is not what its line says."""

_QUOTES = str.maketrans("", "", "\"'")

Key = tuple[Hashable, ...]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What makes two issues look like one: a key, and how it is called."""

    key: Key
    title: str


def _likenesses(path: str, content: Mapping[str, object]) -> Iterator[_Likeness]:
    """Yield by what an issue is known again; nothing of what is missing or of another type.

    Nothing either of a file that is not at the path of its ID: other rules say so.
    """
    site, found = content.get("site"), content.get("found")
    if not isinstance(site, dict) or content.get("id") != _name(path):
        return
    name, code, day = site.get("name"), site.get("credit_code"), _first_day(content)
    if isinstance(name, str) and day:
        key = (city_of(path), _folded(name), _place(content), day, str(content.get("category")))
        yield _Likeness(key, "点位、区县、发现日期和问题类别")
    if isinstance(code, str) and isinstance(found, str):
        yield _Likeness((code, _folded(found)), "统一社会信用代码和问题描述")


def _first_day(content: Mapping[str, object]) -> str:
    """Return the day of the first event; "" where only a month is known: it is no one day."""
    events = content.get("events")
    first = events[0] if isinstance(events, list) and events else None
    day = str(first.get("date", "")) if isinstance(first, dict) else ""
    return day if day.count("-") == 2 else ""


def _place(content: Mapping[str, object]) -> str:
    place = content.get("place")
    return str(place.get("county") or place.get("name")) if isinstance(place, dict) else ""


def city_of(path: str) -> str:
    """Return the code of the city in `records/issues/LT19/610100/R05/….yml`."""
    start = path.find("/", len(_ISSUES)) + 1
    return path[start : path.find("/", start)]


def _folded(text: str) -> str:
    """Return a text without what two clerks write differently: spaces, widths of signs, quotes."""
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_QUOTES)


def duplicate_issue(checked: Checked) -> Iterator[RuleViolation]:
    """Two issues do not tell the same of the same site, unless one names the other.

    Asked only where both were read. Files are compared as they are written, so that one with a
    fault of its own counts as well.
    """
    yield from _duplicates(checked.raws)


def _duplicates(raws: Iterable[RawRecord]) -> Iterator[RuleViolation]:
    first: dict[Key, RawRecord] = {}
    for one in sorted(filter(_is_issue, raws), key=lambda raw: _order(raw.path)):
        said: set[str] = set()
        for likeness in _likenesses(one.path, one.content or {}):
            other = first.setdefault(likeness.key, one)
            if other.path not in {one.path, *said} and not _are_related(one, other):
                said.add(other.path)
                yield _violation(one, _name(other.path), likeness.title)


def _is_issue(file: RawRecord | FileContent) -> bool:
    return file.path.startswith(_ISSUES)


def _order(path: str) -> tuple[str, int, str]:
    return id_order(_name(path))


def _name(path: str) -> str:
    """Return the ID of an issue by the name of its file."""
    return path.rpartition("/")[2].removesuffix(".yml")


def _are_related(one: RawRecord, other: RawRecord) -> bool:
    """Return whether one names the other: R16 asks for the other side, where there may be one."""
    return _name(other.path) in _related_ids(one) or _name(one.path) in _related_ids(other)


def _related_ids(raw: RawRecord) -> set[object]:
    relations = (raw.content or {}).get("relations")
    some = relations if isinstance(relations, list) else []
    return {str(one.get("id")) for one in some if isinstance(one, dict)}


def _violation(one: RawRecord, other: str, title: str) -> RuleViolation:
    return RuleViolation(
        one.path,
        one.value_mark(("site", "name")),
        f"与 {other} 的{title}都相同，像是同一个问题记了两次",
        "是同一个问题的，还没有合并的删去后写的一条，已经合并的在 relations 里写明另一条的编号；"
        "不是同一个问题的不用改",
    )


def may_be_like(some: Iterable[FileContent], files: Iterable[FileContent]) -> Iterator[FileContent]:
    """Yield the issues that may be like one of some: of their cities, or with a credit code."""
    issues = list(filter(_is_issue, some))
    cities = {city_of(file.path) for file in issues}
    is_coded = any(_CODE in file.content for file in issues)
    for file in filter(_is_issue, files):
        if city_of(file.path) in cities or (is_coded and _CODE in file.content):
            yield file


def earlier_twins(files: Iterable[FileContent]) -> Mapping[str, frozenset[str]]:
    """Return path of an issue → paths of the earlier ones with which it has to be judged.

    Most files are told apart by their bytes; only those that may be alike are parsed. Each names
    the first of its kind alone, so that the cost grows with the files and not with their pairs.
    """
    found: dict[str, set[str]] = defaultdict(set)
    alike = {one.path: one for group in _maybe_alike(files) for one in group}
    parsed = [
        (file, likeness.key)
        for file in sorted(alike.values(), key=lambda one: _order(one.path))
        for likeness in _likenesses(file.path, raw_of(file).content or {})
    ]
    for group in _groups(parsed, lambda one: one[1]):
        for file, _ in group[1:]:
            found[file.path].add(group[0][0].path)
    return {path: frozenset(firsts) for path, firsts in found.items()}


_UNIQUE = {f"{PREFIX}penalties/": "letter", f"{PREFIX}units/": "credit_code"}
"""Folder → the field that no two of its records may share; a rule of the kind says so."""

_UNIQUE_LINES = {
    folder: re.compile(rf"^{field}: (.+?)(?: +#.*)?\r?$".encode(), re.MULTILINE)
    for folder, field in _UNIQUE.items()
}
_ZEROS = re.compile(rb"(?<![0-9])0+(?=[0-9])")


def _unique(value: bytes) -> bytes:
    """Return a value without spaces, quotes and leading zeros; no rule folds more than that."""
    return _ZEROS.sub(b"", value.translate(None, b" \"'"))


def _unique_in(folder: str, content: bytes) -> bytes:
    """Return what no other record of a folder may have, without parsing; b"" for nothing."""
    match = _UNIQUE_LINES[folder].search(content)
    return _unique(match[1]) if match else b""


def unique_values(raws: Iterable[RawRecord]) -> Mapping[str, frozenset[bytes]]:
    """Return folder → the values of these records that no other one in it may have."""
    found: dict[str, set[bytes]] = defaultdict(set)
    for raw in raws:
        for folder, field in _UNIQUE.items():
            value = (raw.content or {}).get(field) if raw.path.startswith(folder) else None
            if isinstance(value, str):
                found[folder].add(_unique(value.encode()))
    return {folder: frozenset(values) for folder, values in found.items()}


def has_one_of(values: Mapping[str, frozenset[bytes]], file: FileContent) -> bool:
    """Return whether a file has one of these values, by folder."""
    return any(
        file.path.startswith(folder) and _unique_in(folder, file.content) in some
        for folder, some in values.items()
    )


def earlier_sharers(
    some: Iterable[FileContent], files: Iterable[FileContent]
) -> Mapping[str, frozenset[str]]:
    """Return path → the first of the files that has the same unique value, for kinds of some."""
    folders = {folder for folder in _UNIQUE for one in some if one.path.startswith(folder)}
    first: dict[tuple[str, bytes], str] = {}
    found: dict[str, frozenset[str]] = {}
    for file in sorted(files, key=lambda one: one.path) if folders else ():
        for folder in folders:
            value = _unique_in(folder, file.content) if file.path.startswith(folder) else b""
            if value:
                other = first.setdefault((folder, value), file.path)
                if other != file.path:
                    found[file.path] = frozenset((other,))
    return found


def likeness_digests(raws: Iterable[RawRecord]) -> str:
    """Return a digest of each thing by which these issues are known again, with blanks between.

    What a build keeps of a folder: two folders that share a digest may hold one issue twice.
    """
    keys = (key for raw in raws for key in _keys(raw))
    return " ".join(
        sorted(blake2b(repr(key).encode(), digest_size=_DIGEST).hexdigest() for key in keys)
    )


def folders_alike(digests: Mapping[str, str]) -> set[str]:
    """Return the folders that share a digest with another one."""
    owner: dict[str, str] = {}
    found: set[str] = set()
    for folder, text in digests.items():
        for digest in text.split():
            other = owner.setdefault(digest, folder)
            if other != folder:
                found |= {folder, other}
    return found


def any_duplicate(files: Sequence[FileContent]) -> bool:
    """Return whether some of these issues are recorded twice and do not name each other."""
    twins = earlier_twins(files)
    wanted = twins.keys() | frozenset().union(*twins.values())
    return any(True for _ in _duplicates(raw_of(one) for one in files if one.path in wanted))


_DIGEST = 6
"""Bytes of a digest: folders are looked into where two agree, so that chance costs time alone."""


def _maybe_alike(files: Iterable[FileContent]) -> Iterator[Sequence[FileContent]]:
    """Yield groups of which only parsing tells whether they are alike."""
    named: dict[Key, list[FileContent]] = {}
    first: dict[Key, FileContent] = {}
    coded: list[FileContent] = []
    for file in files:
        if not file.path.startswith(_ISSUES):
            continue
        name, is_coded = _site(file)
        key = (name, city_of(file.path))
        other = first.setdefault(key, file)
        if other is not file:
            named.setdefault(key, [other]).append(file)
        if is_coded:
            coded.append(file)
    for some in named.values():
        yield from _groups(some, _day_key)
    yield coded


def _site(file: FileContent) -> tuple[bytes, bool]:
    """Return the folded name of the site, and whether it has a code: without parsing if possible.

    Every file of a check is asked, so what most names do not need is not done for them.
    """
    content = file.content
    start = content.find(_SITE) + len(_SITE)
    end = content.find(b"\n", start)
    name = content[start:end]
    if (
        start < len(_SITE)
        or name[:1] in _INDICATORS
        or b"\\" in name
        or b"#" in name
        or content.startswith(b"   ", end + 1)
    ):
        return _folded(_parsed(file, "site", "name")).encode(), _CODE in content
    if b"\xef" in name or b"\xe3\x80\x80" in name:  # what has another width
        name = _folded(name.decode("utf-8", "replace")).encode()
    return name.translate(None, b" \"'"), content.find(_CODE, end, end + _NEAR) >= 0


def _day_key(file: FileContent) -> Key:
    match = _DAY.search(file.content)
    return (match[1].decode() if match else _first_day(raw_of(file).content or {}),)


def _parsed(file: FileContent, *path: str) -> str:
    value: object = raw_of(file).content
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def tells_more(old: RawRecord | None, new: RawRecord) -> bool:
    """Return whether an issue can be known by something by which it could not before."""
    return bool(_keys(new) - (_keys(old) if old else set()))


def _keys(raw: RawRecord) -> set[Key]:
    is_issue = _is_issue(raw) and raw.content
    return {one.key for one in _likenesses(raw.path, raw.content or {})} if is_issue else set()


def names_of_sites(raws: Iterable[RawRecord]) -> frozenset[bytes]:
    """Return the folded names of the sites of these issues, and their credit codes."""
    sites = [(raw.content or {}).get("site") for raw in raws if _is_issue(raw)]
    values = [one.get(key) for one in sites if isinstance(one, dict) for key in _NAMING]
    return frozenset(_folded(one).encode() for one in values if isinstance(one, str))


_NAMING = ("name", "credit_code")


def names_one_of(names: frozenset[bytes], file: FileContent) -> bool:
    """Return whether the site of an issue has one of these names, or maybe one of these codes."""
    return _site(file)[0] in names or any(name in file.content for name in names if name.isalnum())


def _groups(items: Iterable[Item], key: Callable[[Item], Key]) -> Iterator[list[Item]]:
    """Yield the items of each key that more than one has, in their order."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return (group for group in found.values() if len(group) > 1)


RULES = (
    Rule("R19", "duplicate-issue", "像是同一个问题记了两次", duplicate_issue, Severity.WARNING),
)
