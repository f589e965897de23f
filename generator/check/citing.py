"""Whether the problems that other records name by their IDs are there.

The path of a problem follows from its ID, so its file need not be read, nor be right: that it is
there is enough. A file that is broken has findings of its own.
"""

import re
from collections.abc import Iterator, Sequence

from generator.check.handovers import handover_fault
from generator.check.rule import Checked, Hit, Rule
from generator.checks.paths import PREFIX
from generator.core.fields import Record
from generator.core.raw import Path, RawFile
from generator.kinds.action.model import Action
from generator.kinds.assistance.model import Assistance
from generator.kinds.incident.model import Incident
from generator.kinds.register import Filed, Register
from generator.kinds.registry import BY_NAME
from generator.kinds.team.model import Team

CITING = tuple(f"{PREFIX}{name}/" for name in ("actions", "assistance", "incidents", "teams"))
"""Where records lie that name problems."""

_ISSUE = BY_NAME["issue"]
_NAMED = re.compile(re.sub(r"\(\?P<\w+>", "(?:", _ISSUE.id_pattern).encode(), re.ASCII)

Cited = tuple[Filed[Record], Path, str]
"""A record, the place in it, and the ID of the problem that it names there."""


def unknown_issue(checked: Checked) -> Iterator[Hit]:
    """Every problem that is named is recorded; asked only where it is known which there are."""
    if checked.there is None:
        return
    for one, place, name in _cited(checked.register):
        path = issue_path(name)
        if path and path not in checked.there:
            yield Hit(
                one.raw.path,
                one.mark(*place),
                f"问题 {name!r} 没有记录",
                f"查对编号；还没有录入的先建 {path}，不该写的删去这一行",
            )


def _cited(register: Register) -> Iterator[Cited]:
    for one in register.filed:
        where, names = _names(one.record)
        for at, name in enumerate(names):
            if not (isinstance(one.record, Team) and handover_fault(one.record, name)):
                yield one, (*where, at), name


def _names(record: Record) -> tuple[Path, Sequence[str]]:
    """The problems that a record names, and the place of the list in it."""
    if isinstance(record, Action):
        return ("cause", "issues"), record.cause.issues
    if isinstance(record, Team):
        return ("handover", "issues"), record.handover.issues if record.handover else ()
    return ("issues",), record.issues if isinstance(record, Incident | Assistance) else ()


def issue_path(name: str) -> str | None:
    """Where the problem of this ID lies, from the root; None where it is no such ID."""
    path = _ISSUE.path_of(name)
    return f"{PREFIX}{path}" if path else None


def mentioned(path: str, content: bytes) -> frozenset[str]:
    """Paths of all problems whose ID stands in a file, if it is one that may name any.

    Cheaper than reading it as a record, and never fewer than it names in the usual way.
    """
    if not path.startswith(CITING):
        return frozenset()
    names = (match.decode() for match in _NAMED.findall(content))
    return frozenset(place for name in names if (place := issue_path(name)))


def named_in(raw: RawFile) -> frozenset[str]:
    """The same of a file that was read."""
    if not raw.path.startswith(CITING):
        return frozenset()
    return frozenset(place for text in _texts(raw.content) if (place := issue_path(text)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


RULES = (Rule("R13", "unknown-issue", "引用的问题没有记录", unknown_issue),)
