"""The handling that a publication tells → the steps of an issue, by the words of the vocabulary.

The list `handlings` of the vocabulary says which wording means which step; what it does not know is
not guessed. See decision 0060.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.core.vocabulary import Vocabulary, Word

_CLAUSE = re.compile(r"[^，、；。,;]+[，、；。,;]*|[，、；。,;]+")
_SEPARATORS = "，、；。,; "


@dataclass(frozen=True, slots=True)
class HandlingStep:
    """One step that a publication tells, in the words of the publication."""

    step: str
    words: str


def handling_steps(handling: str, vocabulary: Vocabulary) -> tuple[HandlingStep, ...]:
    """Return the steps in a text of handling, in its order; () where it can not be classified.

    A clause of known wording begins a step, the clauses after it belong to it. Wording that the
    vocabulary lists without steps (not done, proposed) leaves the whole text unclassified.
    """
    found: list[tuple[Word, str]] = []
    before = ""
    for clause in _CLAUSE.findall(handling):
        known = _known(clause, vocabulary)
        if known and not known.steps:
            return ()
        if known and not (found and found[-1][0].steps == known.steps):
            found.append((known, before + clause))
            before = ""
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + clause)
        else:
            before += clause
    return tuple(_steps(found))


def _known(clause: str, vocabulary: Vocabulary) -> Word | None:
    """Return the first wording of the list that is in a clause."""
    return next((one for one in vocabulary.handlings if one.word in clause), None)


def _steps(found: list[tuple[Word, str]]) -> Iterator[HandlingStep]:
    for known, words in found:
        for step in known.steps:
            yield HandlingStep(step, words.strip(_SEPARATORS))
