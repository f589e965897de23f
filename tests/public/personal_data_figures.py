"""How many of the labelled texts the search for personal data gets right; a command prints it.

`python -m tests.public.personal_data_figures`
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from generator.public.personal_data import personal

PLAIN, DISGUISED, NONE = "明写", "变形", "无"
"""Labels: written as people write it, written so as to pass, nothing personal."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text, its label, and the sort of what is in it (of what it looks like, where none is)."""

    label: str
    sort: str
    text: str

    @property
    def found(self) -> set[str]:
        """Return the sorts that are found in it."""
        return {one.kind.value for one in personal(self.text)}


def labelled_texts(name: str = "personal_data_cases.tsv") -> list[LabelledText]:
    """Return the texts of a table beside this module."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [LabelledText(*line.split("\t")) for line in lines.splitlines()]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was missed by label, and what was found where nothing is."""

    texts: Sequence[LabelledText]

    def missed(self, label: str) -> list[LabelledText]:
        """Return the texts of a label whose sort is not found."""
        return [one for one in self.texts if one.label == label and one.sort not in one.found]

    @property
    def false_alarms(self) -> list[LabelledText]:
        """Return the texts in which something is found although nothing is there."""
        return [one for one in self.texts if one.label == NONE and one.found]

    def recall(self, label: str) -> float:
        """Return the part of a label that is found, from 0 to 1."""
        return 1 - len(self.missed(label)) / sum(one.label == label for one in self.texts)

    @property
    def precision(self) -> float:
        """Return the part of all alarms that are right, from 0 to 1."""
        alarms = sum(bool(one.found) for one in self.texts)
        return 1 - len(self.false_alarms) / alarms


def _lines(figures: Figures) -> Iterator[str]:
    for label in (PLAIN, DISGUISED):
        count = sum(one.label == label for one in figures.texts)
        yield f"{label} {count}: recall {figures.recall(label):.3f}"
        yield from (f"  missed {one.sort}: {one.text}" for one in figures.missed(label))
    count = sum(one.label == NONE for one in figures.texts)
    yield f"{NONE} {count}: precision {figures.precision:.3f}"
    yield from (f"  false {'、'.join(one.found)}: {one.text}" for one in figures.false_alarms)


if __name__ == "__main__":
    click.echo("\n".join(_lines(Figures(labelled_texts()))))
