"""How incidents on the spot (现场情况) stand, and how many there are of each sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core.vocabulary import Role, Vocabulary
from generator.kinds.incident.model import Incident, IncidentEvent


@dataclass(frozen=True, slots=True)
class IncidentTally:
    """So many incidents: how many are settled, and how many of each sort, in the given order."""

    met: int
    settled: int
    by_kind: Mapping[str, int]

    @property
    def open(self) -> int:
        """Those that are not settled."""
        return self.met - self.settled


def ending(one: Incident, vocabulary: Vocabulary) -> IncidentEvent | None:
    """The event that settled it; None while it goes on."""
    ends = vocabulary.with_role("incident_steps", Role.ENDED)
    return next((event for event in one.events if event.step in ends), None)


def incident_tally(some: Sequence[Incident], vocabulary: Vocabulary) -> IncidentTally:
    """The counts of these incidents."""
    words = dict.fromkeys([*vocabulary.words("incidents"), *(one.kind for one in some)])
    return IncidentTally(
        met=len(some),
        settled=sum(ending(one, vocabulary) is not None for one in some),
        by_kind={word: sum(one.kind == word for one in some) for word in words},
    )
