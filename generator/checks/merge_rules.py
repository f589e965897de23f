"""Rules about merging a change: conflicts, merge drivers, rules together with records.

See decision 0005.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.checks.outside_rules import RULES as OUTSIDE_RULES
from generator.checks.outside_rules import harmful_words
from generator.checks.paths import PREFIX, is_record_path
from generator.checks.proposal import Attributes, Conflict, Edit, Proposal, is_rule
from generator.checks.renumber import renamings
from generator.checks.rule import Rule, RuleViolation
from generator.core.findings import Location, Severity
from generator.core.path_patterns import covers
from generator.core.raw import RawRecord
from generator.core.vocabulary import TITLES, Vocabulary, Word
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.kinds.registry import BY_NAME, KINDS, VOCABULARY_PATH

if TYPE_CHECKING:  # a check of all records asks nothing of Git
    from generator.checks.lost_records import UndoneValue

RIGHT_LINE = "records/**/*.yml text eol=lf merge=text"
_BUILT_IN = {"text", ""}
_LISTED = 3
_MANY_STARS = 8
_BLANKS = " \t\r"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\([0-7]{3}|.)")


def rules_with_records(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for changes of both rules and the records that they judge."""
    facts = [edit.path for edit in proposal.edits if not is_rule(edit.path)]
    records = [path for path in facts if is_record_path(path.removeprefix(PREFIX))]
    changed = {edit.path for edit in proposal.edits if not edit.comes and not edit.goes}
    path = PREFIX + VOCABULARY_PATH
    if path in changed and _judging(proposal.rules.vocabulary) != _judging(
        proposal.proposed.vocabulary
    ):
        yield from _together(path, Location(), "词表", records)
    yield from _lifecycles_with_records(proposal, records)
    for edit in proposal.edits:
        old, new = edit.old and edit.old.record, edit.new and edit.new.record
        if edit.new and isinstance(old, City) and isinstance(new, City):
            mark = edit.new.mark("counties")
            own = _newly(proposal, old, new)
            yield from _together(edit.path, mark, f"{new.name}的区县", own, _CITY_APART)


def _lifecycles_with_records(proposal: Proposal, records: Sequence[str]) -> Iterator[RuleViolation]:
    """Findings for changed lifecycles together with issues of the programmes that have them.

    They are compared as they are after names are looked up in the library, so it does not matter
    which file was changed, came or could not be read before.
    """
    edits = {edit.path: edit for edit in proposal.edits}
    for programme, own in _by_programme(records).items():
        whole = edits.get(_path_of("programme", programme))
        if whole and whole.comes:
            continue  # its first issues come with it
        old, new = (
            register.programmes.get(programme) for register in (proposal.rules, proposal.proposed)
        )
        edit = whole or _of_the_library(edits, old, new)
        if _is_unreadable(old, edit):
            path = edit.path if edit else own[0]
            yield RuleViolation(
                path, Location(), f"目标分支上 {programme} 的办理流程读不出来", _UNREADABLE
            )
        elif edit and new and old and old.lifecycle != new.lifecycle:
            shared = f"共用办理流程 {PurePosixPath(edit.path).stem} "
            what = f"{programme} 的办理流程" if whole else shared
            yield from _together(edit.path, _lifecycle_mark(edit), what, own)


_UNREADABLE = "这次改的问题没有流程可以判断：先单独改好流程的记录，合并以后再提交问题"


def _by_programme(records: Iterable[str]) -> Mapping[str, list[str]]:
    """Return programme → the paths of its issues among these."""
    issues = f"{PREFIX}issues/"
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in records:
        if path.startswith(issues):
            found[path.removeprefix(issues).partition("/")[0]].append(path)
    return found


def _path_of(kind: str, record_id: str) -> str:
    return f"{PREFIX}{BY_NAME[kind].path_of(record_id)}"


def _of_the_library(edits: Mapping[str, Edit], *sides: Programme | None) -> Edit | None:
    """Return the change of a lifecycle that a programme names, or named; None for no change."""
    named = sorted(one.lifecycle_of for one in sides if one and one.lifecycle_of)
    paths = (_path_of("lifecycle", name) for name in named)
    return next((edits[path] for path in paths if path in edits), None)


def _is_unreadable(old: Programme | None, edit: Edit | None) -> bool:
    """Return whether the base has a programme with a lifecycle that can not be read there."""
    if old is None:  # one that is not there at all is told by R01
        return edit is not None
    return old.lifecycle is None and old.lifecycle_of is not None


def _lifecycle_mark(edit: Edit) -> Location:
    record = edit.new and edit.new.record
    is_named = isinstance(record, Programme) and record.lifecycle_of is not None
    return edit.new.mark("lifecycle_of" if is_named else "lifecycle") if edit.new else Location()


def _newly(proposal: Proposal, old: City, new: City) -> list[str]:
    """Return the changed records in a unit that the city has only since this change."""
    units = _units(new) - _units(old)
    return [
        edit.path
        for edit in proposal.edits
        if edit.new
        and getattr(edit.new.record, "city_id", None) == new.id
        and (place := getattr(edit.new.record, "place", None))
        and (place.name, getattr(place, "county", None)) in units
    ]


def _units(city: City) -> set[tuple[str, str | None]]:
    coded = {(unit.name, unit.code) for unit in city.units}
    return coded | {(name, None) for name in city.uncoded}


def _judging(vocabulary: Vocabulary) -> dict[str, list[Word]]:
    """Return the parts of the vocabulary that judge records: all but the explanations."""
    return {
        words: [
            one.model_copy(update={"meaning": "", "english": None})
            for one in vocabulary.entries(words)
        ]
        for words in TITLES
        if words != "terms"
    }


_APART = "分成两个变更：规则的先合并，再提交记录的"
_CITY_APART = "分成两个变更：城市的先合并，再提交记录的；在那以前，新的区县对记录来说还没有登记"


def _together(
    path: str, mark: Location, what: str, records: Sequence[str], hint: str = _APART
) -> Iterator[RuleViolation]:
    if records:
        names = "、".join(PurePosixPath(record).stem for record in records[:_LISTED])
        more = f"等 {len(records)} 条记录" if len(records) > _LISTED else ""
        yield RuleViolation(
            path,
            mark,
            f"{what}改了，同时又改了按它判断的 {names} {more}".rstrip(),
            hint,
        )


def merge_conflict(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for files that Git can not merge."""
    both_new = [one.path for one in proposal.conflicts if one.sides == {2, 3}]
    numbers = _next_numbers(proposal, both_new)
    for conflict in proposal.conflicts:
        message, hint = _worded(conflict, numbers.get(conflict.path))
        yield RuleViolation(conflict.path, Location(), message, hint)


def _next_numbers(proposal: Proposal, paths: Sequence[str]) -> dict[str, str]:
    """Return path → the next free ID, for records whose IDs end in a number."""
    given = {path: PurePosixPath(path).stem for path in paths}
    return {one.old_path: one.new_id for one in renamings(given, proposal.taken)}


def _worded(conflict: Conflict, next_id: str | None) -> tuple[str, str]:
    name = PurePosixPath(conflict.path).stem
    if len(conflict.sides) == 3 and conflict.path.startswith(f"{PREFIX}issues/"):
        return (
            "目标分支和这个分支都改了这里，Git 合不到一起",
            f"把目标分支合并到自己的分支，再运行 lantian resolve {name}，"
            "自己新加的步骤就接在对方的后面",
        )
    if conflict.sides == {2, 3} and conflict.path.startswith(f"{PREFIX}lifecycles/"):
        return (
            f"目标分支和这个分支都新建了共用办理流程 {name}，内容不同",
            "自己的换一个空着的编号，行动里的 lifecycle_of 一起改；内容其实相同的，只留对方的",
        )
    if conflict.sides == {2, 3}:
        return f"目标分支和这个分支都新建了 {name}，内容不同", _apart(next_id)
    if len(conflict.sides) < 3:
        return (
            "目标分支和这个分支，一边改了这个文件，一边删了或者移走了它",
            "记录不删除、不移走：把目标分支合并到自己的分支，保留这个文件",
        )
    return (
        "目标分支和这个分支都改了这里，Git 合不到一起",
        "把目标分支合并到自己的分支，逐处选定内容，再提交",
    )


def _apart(next_id: str | None) -> str:
    """Return how two records of one ID come apart."""
    if next_id is None:
        return "把目标分支合并到自己的分支，两边的内容合成一个文件，再提交"
    return (
        f"运行 lantian renumber --base 目标分支，自己的改成 {next_id}，内容不动；"
        "已经在合并的，运行 lantian resolve；是同一件事的就不再新建"
    )


def erased_record(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for records of the target that a merge in the branch put other ones over."""
    erased = [one for one in proposal.lost if one.of_base]
    numbers = _next_numbers(proposal, [one.path for one in erased])
    for one in erased:
        name = PurePosixPath(one.path).stem
        next_id = numbers.get(one.path)
        moves = f"，自己的换成 {next_id}" if next_id else ""
        yield RuleViolation(
            one.path,
            Location(),
            f"{_called(name, one.record)}已经在目标分支上，合并提交 {one.merge[:10]} "
            "用自己的另一条盖住了它，并入以后它就没有了",
            f"运行 lantian renumber --base 目标分支：对方的原样取回{moves}；"
            f"手工取回用 git checkout {one.side[:10]} -- {one.path}",
        )


def lost_in_merge(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for records and steps of other branches that a merge in the branch left out."""
    for one in proposal.lost:
        if one.of_base:
            continue
        name = PurePosixPath(one.path).stem
        what = f"{name} 的{'、'.join(one.steps)}" if one.steps else _called(name, one.record)
        yield RuleViolation(
            one.path,
            Location(),
            f"{what}在提交 {one.side[:10]} 里有，合并提交 {one.merge[:10]} 里没有了",
            f"用 git show {one.side[:10]}:{one.path} 看那时的内容，要留的补回来，"
            f"序号已经用了的换一个；{_MEANT}",
        )

    for value in proposal.undone:
        if not value.of_base:
            yield RuleViolation(value.path, value.mark, _undone(value), f"{_back(value)}；{_MEANT}")


def undone_in_merge(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for values of the target that a merge in the branch took back."""
    for one in proposal.undone:
        if one.of_base:
            hint = (
                f"{_back(one)}；对方记错了的，先改回，再另作一次提交改正，不在合并里改，"
                "已经定下的写明更正"
            )
            yield RuleViolation(one.path, one.mark, _undone(one), hint)


_MEANT = "本来就不要的，在变更里说明"


def _undone(one: "UndoneValue") -> str:
    """Return what a merge did to a value, and whose it was."""
    name, (old, new) = PurePosixPath(one.path).stem, one.change
    how = f"由 {old} 改为 {new}" if old != "空" else f"写成 {new}"
    more = f"；这个字段一共有 {one.others + 1} 处" if one.others else ""
    return (
        f"{name} 的{one.title}，{one.author}的提交 {one.commit[:10]} 已经{how}，"
        f"合并提交 {one.merge[:10]} 又成了 {one.now}{more}"
    )


def _back(one: "UndoneValue") -> str:
    return f"用 git show {one.commit[:10]}:{one.path} 看对方的内容，改回 {one.change[1]} 再提交"


def _called(name: str, raw: RawRecord) -> str:
    """Return a record as people know it: an issue with the name of its site."""
    site = raw.content.get("site") if raw.content else None
    title = site.get("name") if isinstance(site, dict) else None
    return f"{name}“{title}”" if isinstance(title, str) else f"{name} "


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a `.gitattributes`: a pattern of paths, and what it sets for them."""

    file: Attributes
    number: int
    pattern: str
    words: tuple[str, ...]

    @property
    def driver(self) -> str | None:
        """The merge driver that it sets; "" for Git's own, None where it sets none."""
        found = None
        for word in self.words:
            name, _, value = word.partition("=")
            if name in ("merge", "-merge"):
                found = value if name == "merge" else word
        return found

    def covers(self, paths: Sequence[str]) -> bool:
        """Return whether it may match one of the paths; patterns that are slow to match may."""
        seen = (self.file.inside + path for path in paths)
        return self.pattern.count("*") > _MANY_STARS or covers(self.pattern, seen)


def merge_driver(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for merge drivers of records other than Git's own for text: they may lose events."""
    paths = [*_examples(proposal), *(edit.path for edit in proposal.edits)]
    for line in _lines(proposal.attributes):
        if line.driver not in _BUILT_IN and line.covers(paths):
            yield RuleViolation(
                line.file.path,
                Location(line.number),
                f"记录的合并方式被定为 {line.driver!r}",
                f"删去这个设置，只留“{RIGHT_LINE}”；别的方式会把两步经过并成一步，丢掉一步",
            )


def unpinned_driver(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for records without a pinned merge driver, which personal settings could change."""
    paths = _examples(proposal)
    if not any(line.covers(paths) for line in _lines(proposal.attributes)):
        path = next((file.path for file in proposal.attributes), ".gitattributes")
        message = "没有固定记录的合并方式，各人电脑上的设置可能不同"
        yield RuleViolation(path, Location(), message, f"加上一行“{RIGHT_LINE}”")


def _examples(proposal: Proposal) -> list[str]:
    """Return a path of each kind, and of each city in each programme."""
    found = [f"{PREFIX}{kind.path_of(kind.example)}" for kind in KINDS] + [PREFIX + VOCABULARY_PATH]
    for place in proposal.places:
        *_, programme, city = place.split("/")
        found.append(f"{place}/R00/{programme}-{city}-R00-G-001.yml")
    return found


def harmful_attribute(proposal: Proposal) -> Iterator[RuleViolation]:
    """Findings for Git attributes that change records on their way, or hide what changed."""
    paths = [*_examples(proposal), *(edit.path for edit in proposal.edits)]
    for line in _set_lines(proposal.attributes):
        for word, harm in harmful_words(line.words):
            if line.covers(paths):
                yield RuleViolation(
                    line.file.path,
                    Location(line.number),
                    f"记录的文件属性被设为 {word!r}：{harm}",
                    f"从这一行删去 {word}；记录只留“{RIGHT_LINE}”",
                )


def _lines(attributes: Sequence[Attributes]) -> Iterator[_Line]:
    """Yield the lines that set a driver."""
    return (line for line in _set_lines(attributes) if line.driver is not None)


def _set_lines(attributes: Sequence[Attributes]) -> Iterator[_Line]:
    """Yield the lines that set anything, split as Git splits them, macros written out."""
    for file in attributes:
        macros: dict[str, Sequence[str]] = {"binary": ("-diff", "-merge", "-text")}
        for number, line in enumerate(file.text.removeprefix("\ufeff").split("\n"), 1):
            pattern, given = _cut(line.strip(_BLANKS))
            words = [part for word in given for part in (word, *macros.get(word, ()))]
            if pattern.startswith("[attr]"):
                macros[pattern.removeprefix("[attr]")] = words
            elif not pattern.startswith("#"):
                yield _Line(file, number, pattern, tuple(words))


def _cut(line: str) -> tuple[str, list[str]]:
    """Return the pattern, which may be quoted, and the words after it."""
    quoted = _QUOTED.match(line)
    if quoted:
        return _ESCAPED.sub(_unescaped, quoted[1]), line[quoted.end() :].split()
    pattern, *words = line.split() or ["#"]
    return pattern, words


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 8)) if match[1].isdigit() else match[1]


RULES = (
    *OUTSIDE_RULES,
    Rule("C20", "harmful-attribute", "文件属性会改动或者遮住记录", harmful_attribute),
    Rule("C08", "rules-with-records", "规则和记录一起改", rules_with_records),
    Rule("C09", "merge-conflict", "合并有冲突", merge_conflict),
    Rule("C10", "merge-driver", "记录的合并方式不对", merge_driver),
    Rule("C16", "erased-record", "合并盖住了别人的记录", erased_record),
    Rule("C17", "lost-in-merge", "合并丢了内容", lost_in_merge, Severity.WARNING),
    Rule("C25", "undone-in-merge", "合并改回了别人的改动", undone_in_merge),
    Rule("C11", "unpinned-driver", "没有固定合并方式", unpinned_driver, Severity.WARNING),
)
