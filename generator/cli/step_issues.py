"""The issues that `lantian step` is about: typed, listed in a file, or those of a letter."""

import re
import unicodedata
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import click

from generator.cli.id_list import listed_ids
from generator.core.findings import WorkError
from generator.core.record_kind import RecordKind
from generator.core.serials import LAST_SERIAL, serial_text
from generator.kinds.registry import BY_NAME
from generator.load.files import RECORDS, contents_of, folders_below, raw_of
from generator.questions.answers import shown

_LONGEST = 40
"""Characters of what was typed that are looked at as an ID."""

_LOOSE_ID = re.compile(
    r"(\w+)-([0-9]{6})-R?([0-9]{1,2})-([A-Z])([0-9]{0,2})-([0-9]{1,9})", re.ASCII
)
"""An issue ID with digits left out or added in front of its numbers."""

_ISSUE = BY_NAME["issue"]


def chosen_ids(
    root: Path, typed: Sequence[str], file: Path | None, answers: MutableMapping[str, str]
) -> list[str]:
    """Return the IDs that were typed or are listed in a file, each once.

    Without any, those of the issues of the letter among the answers, which then is no answer.
    """
    ids = [*typed, *(listed_ids(file) if file else ())]
    if not ids and "letter" in answers:
        ids = _of_letter(root, answers.pop("letter"))
    if not ids:
        raise click.UsageError(
            "没有写给哪个问题：在步骤前面写编号，例如 LT19-610100-R05-P03-012，"
            "或者用 --from-list 写明编号在哪个文件里，或者用 --letter 写明是哪一份督办函"
        )
    return list(dict.fromkeys(ids))


def _of_letter(root: Path, letter: str) -> list[str]:
    """Return the issues that a letter lists; WorkError where no issue is in such a letter."""
    mark = letter.strip().encode()
    found = [
        raw_of(file)
        for folder in folders_below(root, f"{RECORDS}/{_ISSUE.folder}")
        for file in contents_of(root, folder)
        if mark and mark in file.content
    ]
    ids = [str(raw.content.get("id")) for raw in found if raw.content and _has(raw.content, letter)]
    if not ids:
        raise WorkError(
            f"没有问题在文号是 {shown(letter)} 的督办函里",
            "查对文号；给还没有这份函的问题记上督办函的，在步骤前面写编号",
        )
    return ids


def _has(content: object, letter: str) -> bool:
    events = content.get("events") if isinstance(content, dict) else None
    return any(
        isinstance(event, dict) and event.get("letter") == letter.strip()
        for event in (events if isinstance(events, list) else ())
    )


def path_of(root: Path, issue_id: str) -> str:
    """Return the path below `records/`; WorkError that names the ID meant where there is none."""
    path = _ISSUE.path_of(issue_id)
    if path and (root / RECORDS / path).is_file():
        return path
    raise WorkError(
        f"没有编号为 {shown(issue_id)} 的问题", _id_hint(root / RECORDS, _ISSUE, issue_id)
    )


def _id_hint(records: Path, kind: RecordKind, typed: str) -> str:
    """Return the same ID in its one form, or else which numbers there are beside it.

    P03-2 is P03-002. Another number is never guessed: it is another issue.
    """
    beginning, serial = _beginning_and_serial(typed)
    meant = f"{beginning}{serial_text(serial)}"
    path = kind.path_of(meant) if 0 < serial <= LAST_SERIAL else None
    if path is None:
        return f"编号写成 {kind.example} 这样；在“查问题”页可以查到"
    place = records / path
    if place.is_file():
        return f"是不是 {meant}？"
    near = _near_numbers(place.parent, beginning, serial)
    if near:
        return f"这一组没有这个序号，相近的序号有 {'、'.join(near)}；写完整的编号"
    return f"没有以 {beginning} 开头的问题；在“查问题”页可以查到编号"


def _beginning_and_serial(typed: str) -> tuple[str, int]:
    """Return the ID up to its running number in its one form, and that number; else "" and 0."""
    match = _LOOSE_ID.fullmatch(unicodedata.normalize("NFKC", typed[:_LONGEST]).upper())
    if match is None:
        return "", 0
    group = match[4] + (f"{int(match[5]):02}" if match[5] else "")
    return f"{match[1]}-{match[2]}-R{int(match[3]):02}-{group}-", int(match[6])


def _near_numbers(place: Path, beginning: str, number: int) -> list[str]:
    """Return the running numbers of a group that are next to a number, at most three, in order."""
    serials = [path.stem.removeprefix(beginning) for path in place.glob(f"{beginning}*.yml")]
    numbers = [int(one) for one in serials if one.isascii() and one.isdigit()]
    return [serial_text(one) for one in sorted(sorted(numbers, key=lambda n: abs(n - number))[:3])]
