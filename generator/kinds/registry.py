"""The registry of record kinds: one line for each; all else of a kind stands in its folder.

See decisions 0002 and 0019.
"""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from generator.core.fields import Record
from generator.core.record_kind import RecordKind

_NAMES = (
    "programme",
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


def judging(programme: str, city: str, round_name: str) -> tuple[str, ...]:
    """The paths of the records by which the issues of a ledger are judged; `*` stands for any."""
    return (
        f"records/{VOCABULARY_PATH}",
        f"records/programmes/{programme}.yml",
        f"records/cities/{city}.yml",
        f"records/rounds/{programme}/{round_name}.yml",
    )


LEAF_FOLDERS = tuple(f"{kind.folder}/" for kind in KINDS if not kind.judges)
"""The folders of records by which no other record is judged."""


def is_leaf(path: str) -> bool:
    """Return whether no other record is judged by the one at this path from the root."""
    return path.removeprefix("records/").startswith(LEAF_FOLDERS)


BY_FOLDER = {kind.folder: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
BY_MODEL: Mapping[type[Record], RecordKind] = {kind.model: kind for kind in KINDS}
