"""The registry of record kinds: one line for each; all else of a kind stands in its folder.

See decisions 0002 and 0019.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from pydantic import BaseModel

from generator.core.fields import Record
from generator.core.record_kind import RecordKind
from generator.core.vocabulary import Vocabulary

_NAMES = (
    "programme",
    "lifecycle",
    "city",
    "round",
    "issue",
    "bulletin",
    "team",
    "action",
    "task",
    "assistance",
    "target",
    "assessment",
    "appraisal",
    "grid",
    "monitor",
    "quick",
    "liaison",
    "incident",
    "visit",
    "penalty",
    "unit",
)
"""The folders of the kinds. Findings, the dictionary and lists of records keep this order."""

KINDS: tuple[RecordKind, ...] = tuple(
    import_module(f"generator.kinds.{name}").KIND for name in _NAMES
)

_PACKAGE = Path(__file__).parents[1]

TEMPLATE_FOLDERS = (_PACKAGE / "templates", *(kind.templates for kind in KINDS))
"""Where templates lie: those of no single kind, and those of each; no two have the same name."""

RULE_PAGE_FOLDERS = (_PACKAGE / "docs" / "rules", *(kind.rule_pages for kind in KINDS))
"""Where the pages of rules lie: `<slug>.md` for each rule of no single kind, and of each."""

VOCABULARY_PATH = "vocabulary.yml"


LIFECYCLES = "lifecycles"
"""The folder of the library: a programme that names one of it is judged as if it had it."""

RULE_PLACES = (VOCABULARY_PATH, LIFECYCLES, "programmes", "cities")
"""What judges other records whatever their round, below `records/`."""


def judging(programme: str, city: str, round_name: str) -> tuple[str, ...]:
    """The selectors of the records by which the issues of a ledger are judged; `*` stands for any.

    All of the library is among them, for no path tells which of it the programme names.
    """
    return (
        f"records/{VOCABULARY_PATH}",
        f"records/{LIFECYCLES}/",
        f"records/programmes/{programme}.yml",
        f"records/cities/{city}.yml",
        f"records/rounds/{programme}/{round_name}.yml",
    )


LEAF_FOLDERS = tuple(f"{kind.folder}/" for kind in KINDS if not kind.judges)
"""The folders of records by which no other record is judged, but for those `judged_with` them."""


def is_leaf(path: str) -> bool:
    """Return whether no other record is judged by the one at this path from the root."""
    return path.removeprefix("records/").startswith(LEAF_FOLDERS)


_JUDGED_WITH = tuple((kind, form) for kind in KINDS for form in kind.judged_with)
_FOLDERS_JUDGED_WITH = tuple(f"records/{kind.folder}/" for kind, _ in _JUDGED_WITH)


def judged_with(path: str) -> tuple[str, ...]:
    """Return the paths of the leaf records that the rules of the one at this path look at."""
    if not path.startswith(_FOLDERS_JUDGED_WITH):
        return ()
    return tuple(_converted(path, ((kind.path_form, form) for kind, form in _JUDGED_WITH)))


def judging_others(path: str) -> tuple[str, ...]:
    """Return the paths of the leaf records whose rules look at the one at this path."""
    return tuple(_converted(path, ((form, kind.path_form) for kind, form in _JUDGED_WITH)))


def _converted(path: str, forms: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the path in the second form of each pair of which it has the first."""
    for given, wanted in forms:
        if parts := _pattern(given).fullmatch(path.removeprefix("records/")):
            yield f"records/{wanted.format(**parts.groupdict())}"


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(form)))


BY_FOLDER = {kind.folder: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
BY_MODEL: Mapping[type[Record], RecordKind] = {kind.model: kind for kind in KINDS}


def model_of(path: str) -> type[BaseModel]:
    """Return the model of the record at a path from the root."""
    kind = BY_FOLDER.get(path.removeprefix("records/").partition("/")[0])
    return kind.model if kind else Vocabulary
