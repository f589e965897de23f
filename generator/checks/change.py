"""A change judged: both sides of a merge as files, their records and the change itself.

See decision 0005.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from generator.audit import merge as audit_merge
from generator.audit.git import prefix, repository
from generator.audit.log import removed
from generator.cache.cache import Cache, cache_of
from generator.checks.correction_rules import statements
from generator.checks.duplicate_rules import (
    city_of,
    has_one_of,
    names_of_sites,
    names_one_of,
    tells_more,
    unique_values,
)
from generator.checks.engine import NOTHING, Judgement, Verdict, judge, shaped_all
from generator.checks.lost_records import Trees, lost_records
from generator.checks.owners import Owners
from generator.checks.paths import claimed_path
from generator.checks.proposal import (
    RULE_FOLDERS,
    Attributes,
    Conflict,
    Edit,
    OutsideFile,
    Proposal,
    is_rule,
)
from generator.checks.reference_rules import named_in
from generator.checks.registry import CHANGE_RULES
from generator.checks.review import Review, review
from generator.checks.rule import sound_lifecycles
from generator.checks.undone_values import undone_values
from generator.core.dates import today_in_china
from generator.core.fields import Record
from generator.core.findings import Finding, WorkError
from generator.core.raw import RawRecord
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import KINDS, VOCABULARY_PATH, judged_with, judging_others
from generator.load.files import GUIDE, RECORDS, SIZE_LIMIT, FileContent, raw_blob

_RULES = [f"{RECORDS}/{name}" for name in (VOCABULARY_PATH, *RULE_FOLDERS)]
_OWNERS = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")

Raws = Mapping[str, RawRecord]
"""Path from the root → file."""


@dataclass(frozen=True)
class MergeFiles:
    """A merge, and the files on both sides of it as far as they are asked for.

    `inside` is where the root lies in the repository; `cache` holds what need not be read again.
    """

    inside: str
    merge: audit_merge.Merge
    cache: Cache

    @cached_property
    def differences(self) -> list[audit_merge.TreeDifference]:
        """What differs below `records/`, without what is in conflict: it has no one content."""
        under = f"{self.inside}{RECORDS}"
        found = audit_merge.differences(self.merge.repo, self.merge.base, self.merge.tree, under)
        guide = f"{under}/{GUIDE}"
        return [
            one
            for one in found
            if one.path not in self.merge.conflicts and not (one.path == guide and one.is_text)
        ]

    @cached_property
    def rules(self) -> dict[str, audit_merge.TreeEntry]:
        """The files of the rules as the base has them."""
        paths = [self.inside + path for path in _RULES]
        return audit_merge.listed(self.merge.repo, self.merge.base, paths)

    @cached_property
    def changed(self) -> tuple[Raws, Raws]:
        """The files that differ, before and after."""
        entries = [entry for one in self.differences for entry in (one.before, one.after) if entry]
        texts = audit_merge.contents(self.merge.repo, (entry.blob for entry in entries), SIZE_LIMIT)
        sides = ("before", "after")
        before, after = (
            {
                self.shown(one.path): self.raw(one.path, entry, texts)
                for one in self.differences
                if (entry := getattr(one, side))
            }
            for side in sides
        )
        return before, after

    def shown(self, path: str) -> str:
        """The path from the root."""
        return path.removeprefix(self.inside)

    def raw(
        self, path: str, entry: audit_merge.TreeEntry, texts: Mapping[str, bytes | int]
    ) -> RawRecord:
        """The file of an entry."""
        return raw_blob(self.shown(path), entry.mode, texts.get(entry.blob))

    def raws(self, entries: Mapping[str, audit_merge.TreeEntry]) -> dict[str, RawRecord]:
        """The files of entries, by path from the root."""
        texts = audit_merge.contents(
            self.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
        )
        return {
            self.shown(path): self.raw(path, entry, texts)
            for path, entry in entries.items()
            if self.shown(path) != f"{RECORDS}/{GUIDE}"
        }

    def held(self, paths: list[str]) -> dict[str, RawRecord]:
        """The files that the base has at these paths from the root."""
        wanted = [self.inside + path for path in paths]
        return (
            self.raws(audit_merge.listed(self.merge.repo, self.merge.base, wanted))
            if wanted
            else {}
        )

    def existing(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of these paths from the root that the base has; nothing is read of them."""
        wanted = {self.inside + path for path in paths}
        folders = sorted({path.rpartition("/")[0] for path in wanted})
        held = audit_merge.listed(self.merge.repo, self.merge.base, folders) if folders else {}
        return frozenset(self.shown(path) for path in wanted.intersection(held))


def _coming(change: MergeFiles) -> list[audit_merge.TreeDifference]:
    return [one for one in change.differences if one.before is None]


def earlier(change: MergeFiles) -> dict[str, str]:
    """New paths that were in use before; what comes back with its last content is only restored."""
    coming = {one.path: one.after for one in _coming(change)}
    if not coming:
        return {}
    gone = removed(change.merge.repo, change.merge.base, change.cache)
    return {
        change.shown(path): gone[path].commit
        for path, entry in coming.items()
        if path in gone and entry and entry.blob != gone[path].blob
    }


def beside(change: MergeFiles) -> frozenset[str]:
    """What the base has in the folders of new files."""
    folders = sorted({one.path.rpartition("/")[0] for one in _coming(change)} - {""})
    held = audit_merge.listed(change.merge.repo, change.merge.base, folders) if folders else {}
    return frozenset(change.shown(path) for path in held)


def trees(change: MergeFiles) -> Trees:
    """What the merge commits of the branch are compared with."""
    merge = change.merge
    return Trees(merge.repo, change.inside, merge.base, merge.head, merge.tree)


def taken(change: MergeFiles, paths: Iterable[str]) -> frozenset[str]:
    """What is or was in use in the folders of these paths from the root, on either side."""
    folders = sorted({f"{change.inside}{path.rpartition('/')[0]}" for path in paths})
    if not folders:
        return frozenset()
    repo, merge = change.merge.repo, change.merge
    found = set(removed(repo, merge.base, change.cache))
    for tree in (merge.base, merge.tree):
        found.update(audit_merge.listed(repo, tree, folders))
    return frozenset(map(change.shown, found))


def attributes(change: MergeFiles) -> Iterator[Attributes]:
    """The merged `.gitattributes` of the root and of the folders above it."""
    parts = change.inside.split("/")[:-1]
    folders = ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]
    paths = [f"{folder}/.gitattributes".removeprefix("/") for folder in folders]
    entries = audit_merge.listed(change.merge.repo, change.merge.tree, paths)
    texts = audit_merge.contents(
        change.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
    )
    for depth, path in enumerate(paths):
        content = texts.get(entries[path].blob) if path in entries else None
        if isinstance(content, bytes):
            inside = change.inside.removeprefix(f"{folders[depth]}/".removeprefix("/"))
            shown = "../" * (len(parts) - depth) + ".gitattributes"
            yield Attributes(shown, inside, content.decode("utf-8", "replace"))


def maybe_twins(change: MergeFiles, without: Collection[str]) -> dict[str, RawRecord]:
    """The issues of the base that may tell the same as one that is new, or tells other facts."""
    before, after = change.changed
    telling = [raw for path, raw in after.items() if tells_more(before.get(path), raw)]
    programmes = [PurePosixPath(path).stem for path in change.rules if "/programmes/" in path]
    folders = [
        f"{change.inside}{RECORDS}/issues/{programme}/{city}"
        for programme in programmes
        for city in sorted({city_of(raw.path) for raw in telling})
    ]
    if not folders:
        return {}
    listed = audit_merge.listed(change.merge.repo, change.merge.base, folders)
    entries = {path: one for path, one in listed.items() if change.shown(path) not in without}
    texts = audit_merge.contents(
        change.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
    )
    names = names_of_sites(telling)
    return {
        change.shown(path): change.raw(path, one, texts)
        for path, one in entries.items()
        if isinstance(text := texts.get(one.blob), bytes)
        and names_one_of(names, FileContent(change.shown(path), text))
    }


def sharers(change: MergeFiles, without: Collection[str]) -> dict[str, RawRecord]:
    """The records of the base that have what no other one may have, and a changed one has now."""
    before, after = change.changed
    known = unique_values(before.values())
    coming = unique_values(after.values())
    values = {folder: some - known.get(folder, frozenset()) for folder, some in coming.items()}
    folders = [f"{change.inside}{folder}" for folder, some in values.items() if some]
    if not folders:
        return {}
    entries = audit_merge.listed(change.merge.repo, change.merge.base, folders)
    texts = audit_merge.contents(
        change.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
    )
    return {
        change.shown(path): change.raw(path, one, texts)
        for path, one in entries.items()
        if change.shown(path) not in without
        and isinstance(text := texts.get(one.blob), bytes)
        and has_one_of(values, FileContent(change.shown(path), text))
    }


def stated(change: MergeFiles, new: Register) -> tuple[FiledRecord[Record], ...]:
    """The records of the base that may tell what the publications of changed ones say.

    Read only where such a record comes or changes.
    """
    _, after = change.changed
    telling = (one for one in new.filed if one.raw.path in after and statements(type(one.record)))
    folders = sorted({f"{RECORDS}/{one.kind.folder}" for one in telling})
    return shaped_all(change.held(folders).values()).register.filed


def outside(change: MergeFiles) -> Iterator[OutsideFile]:
    """The files of the change that are no records, the guide for records among them."""
    repo, merge = change.merge.repo, change.merge
    records = f"{change.inside}{RECORDS}/"
    for one in audit_merge.differences(repo, merge.base, merge.tree, ":/"):
        if one.path == f"{records}{GUIDE}" or not one.path.startswith(records):
            is_above = not one.path.startswith(change.inside)
            up = "../" * change.inside.count("/") if is_above else ""
            mode = one.after.mode if one.after else ""
            yield OutsideFile(f"{up}{change.shown(one.path)}", one.before is None, mode)


def owners(change: MergeFiles) -> Owners:
    """The CODEOWNERS of the base: whoever proposes a change does not choose who agrees."""
    entries = audit_merge.listed(change.merge.repo, change.merge.base, list(_OWNERS))
    texts = audit_merge.contents(
        change.merge.repo, (one.blob for one in entries.values()), SIZE_LIMIT
    )
    found = next((texts.get(entries[path].blob) for path in _OWNERS if path in entries), b"")
    return Owners(found.decode("utf-8", "replace") if isinstance(found, bytes) else "")


_ROUNDS = f"{RECORDS}/rounds"
_OF_PROGRAMME = re.compile(r"(?P<programme>[A-Z]{2,4}[0-9]{2})(?:-|$)", re.ASCII)
"""How the ID of a record of a programme begins, whatever its kind."""


@dataclass(frozen=True)
class ChangeVerdict(Verdict):
    """A verdict on the records that come or change, and what its reviewer asks."""

    review: Review


def judge_change(root: Path, base: str, head: str) -> ChangeVerdict:
    """What merging `head` into `base` would do to the register below `root`; WorkError as Git's."""
    repo = repository(root)
    if repo is None:
        raise WorkError(f"“{root}”不在 Git 仓库里，没有可比的改动", "去掉 --base，检查全部记录")
    return _judged(
        MergeFiles(prefix(repo, root), audit_merge.merged(repo, base, head), cache_of(root))
    )


def _judged(change: MergeFiles) -> ChangeVerdict:
    before, after = change.changed
    old, new = _sides(change, before, after) if before or after else (_NOTHING, _NOTHING)
    findings = set(fresh(old, new))
    old_rules = new_rules = new
    if any(is_rule(path) for path in (*before, *after)):
        old_rules, new_rules = _judge_all(change, before, after)
        findings |= set(fresh(old_rules, new_rules))
    elif of_rounds := _programmes_of_rounds((*before, *after)):
        findings |= set(fresh(*_judge_programmes(change, before, after, of_rounds)))
    proposal = _proposal(change, old, new, old_rules.register, new_rules.register)
    findings |= {finding for rule in CHANGE_RULES for finding in rule.findings(proposal)}
    return ChangeVerdict(
        findings=tuple(sorted(_said_once(findings), key=lambda one: one.sort_key)),
        records=sum(edit.new is not None for edit in proposal.edits),
        review=review(proposal),
    )


_NOTHING = Judgement((), 0, NOTHING.register, {})
"""What is judged where no record differs: nothing is read then."""


def _sides(change: MergeFiles, before: Raws, after: Raws) -> tuple[Judgement, Judgement]:
    """What differs, with what it is judged with, before and after, by the rules of the base."""
    named = {
        path: raw
        for path, raw in change.held(sorted(_named(after))).items()
        if path not in before and path not in after
    }
    base_rules = {**_new_rules(before, after), **change.raws(change.rules)}
    by_base = {**named, **base_rules}
    cited = frozenset().union(*map(named_in, (*before.values(), *after.values())))
    existing = change.existing(cited)
    known = {*before, *after, *named}
    alike = {**maybe_twins(change, known), **sharers(change, known)}
    same = replace(shaped_all([*by_base.values(), *alike.values()]), is_unchanged=True)
    return (
        judge(_facts(before), same, existing),
        judge(_facts(after), same, (existing - before.keys()) | after.keys()),
    )


def _facts(raws: Raws) -> list[RawRecord]:
    return [raw for path, raw in raws.items() if not is_rule(path)]


def _new_rules(before: Raws, after: Raws) -> dict[str, RawRecord]:
    """Rules that the base has not: they loosen nothing, so they judge what comes with them."""
    return {path: raw for path, raw in after.items() if is_rule(path) and path not in before}


def _judge_all(change: MergeFiles, before: Raws, after: Raws) -> tuple[Judgement, Judgement]:
    """Every record under the old rules and under the new."""
    all_before = change.held([RECORDS])
    all_after = {path: raw for path, raw in all_before.items() if path not in before} | dict(after)
    old, new = (
        judge(some.values(), existing_paths=frozenset(some)) for some in (all_before, all_after)
    )
    return old, new


def _programmes_of_rounds(paths: Iterable[str]) -> set[str]:
    return {path.split("/")[2] for path in paths if path.startswith(f"{_ROUNDS}/")}


def _judge_programmes(
    change: MergeFiles, before: Raws, after: Raws, programmes: Iterable[str]
) -> tuple[Judgement, Judgement]:
    """All records of programmes with the rounds as they were and as they would be.

    What they name besides is not asked for: no round decides whether there is such a record.
    """
    folders = [f"{RECORDS}/{folder}/{name}" for name in programmes for folder in _OF_PROGRAMMES]
    all_before = {**change.raws(change.rules), **change.held(folders)}
    all_after = {path: raw for path, raw in all_before.items() if path not in before} | dict(after)
    return judge(all_before.values()), judge(all_after.values())


_OF_PROGRAMMES = [kind.folder for kind in KINDS if "{programme}/" in kind.path_form]
"""The folders whose records lie below the programme that they belong to."""


def _named(raws: Raws) -> set[str]:
    """Paths of what changed records are judged with, or judge, and where their IDs say they lie."""
    found: set[str] = set()
    for raw in raws.values():
        if path := claimed_path(raw):
            found.add(path)
            found.update(judged_with(path), judging_others(path))
            if match := _OF_PROGRAMME.match(str((raw.content or {}).get("id"))):
                found.add(f"{_ROUNDS}/{match['programme']}")  # days are compared with other rounds
    return found


def fresh(old: Judgement, new: Judgement) -> Iterator[Finding]:
    """What is found now and was not before: old faults are not those of this change."""
    known = Counter((one.code, one.path, one.message) for one in old.findings)
    for finding in new.findings:
        key = (finding.code, finding.path, finding.message)
        known[key] -= 1
        if known[key] < 0:
            yield finding


def _said_once(findings: set[Finding]) -> Iterator[Finding]:
    """Without what follows from a fault that is named: a moved record is not where its ID says."""
    moved = {one.path for one in findings if one.slug == "moved-record"}
    for finding in findings:
        if not (finding.slug == "path-mismatch" and finding.path in moved):
            yield finding


def _proposal(
    change: MergeFiles, old: Judgement, new: Judgement, rules: Register, proposed: Register
) -> Proposal:
    both_new = [path for path, sides in change.merge.conflicts.items() if sides == {2, 3}]
    compared = trees(change)
    missing = tuple(lost_records(compared))
    numbered = [*map(change.shown, both_new), *(one.path for one in missing if not one.steps)]
    commits = audit_merge.proposed_commits(change.merge)
    return Proposal(
        edits=tuple(_edits(change, (old.register, rules), (new.register, proposed))),
        rules=rules,
        proposed=proposed,
        lifecycles=sound_lifecycles(old.register),
        day=today_in_china() if commits[-1].sure else commits[-1].day,
        wrong_clocks=tuple(one for one in commits if one.sure),
        conflicts=tuple(
            Conflict(change.shown(path), sides)
            for path, sides in sorted(change.merge.conflicts.items())
            if path.startswith(change.inside)
        ),
        earlier=earlier(change),
        beside=beside(change),
        taken=taken(change, numbered),
        lost=missing,
        undone=tuple(undone_values(compared)),
        stated=stated(change, new.register),
        attributes=tuple(attributes(change)),
        owners=owners(change),
        outside=tuple(outside(change)),
        places=tuple(_places(change)),
    )


def _places(change: MergeFiles) -> Iterator[str]:
    """The folders of issues, of each city in each programme, by the names of their files."""
    before, after = change.changed
    there = {*map(change.shown, change.rules), *after} - (before.keys() - after.keys())
    programmes, cities = (
        sorted(PurePosixPath(path).stem for path in there if path.startswith(f"{RECORDS}/{kind}/"))
        for kind in ("programmes", "cities")
    )
    for programme in programmes:
        yield from (f"{RECORDS}/issues/{programme}/{city}" for city in cities)


def _edits(
    change: MergeFiles, old: tuple[Register, Register], new: tuple[Register, Register]
) -> Iterator[Edit]:
    before, after = change.changed
    was, now = _by_path(*old), _by_path(*new)
    for path in sorted({*before, *after}):
        yield Edit(path, before.get(path), after.get(path), was.get(path), now.get(path))


def _by_path(facts: Register, rules: Register) -> dict[str, FiledRecord[Record]]:
    found = {one.raw.path: one for one in rules.filed if is_rule(one.raw.path)}
    return found | {one.raw.path: one for one in facts.filed if not is_rule(one.raw.path)}
