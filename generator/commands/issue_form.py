"""What is known of a new issue while its questions are being answered."""

from dataclasses import dataclass

from generator.core.dates import PartialDate
from generator.kinds.city.model import City
from generator.kinds.issue.model import Place, Quantity
from generator.kinds.issue.replay import legal_steps
from generator.kinds.programme.lifecycle import Step
from generator.kinds.programme.model import GroupKind, Programme
from generator.kinds.register import Register


@dataclass
class Form:
    """What is known of the new issue so far; None where nothing was typed, or nothing usable."""

    register: Register
    programme: Programme | None = None
    city: City | None = None
    round: int | None = None
    group: str | None = None
    county: Place | None = None
    site: str | None = None
    site_kind: str | None = None
    kind: str | None = None
    trigger: str | None = None
    category: str | None = None
    medium: str | None = None
    quantity: Quantity | None = None
    date: PartialDate | None = None
    by: str | None = None
    found: str | None = None
    demand: str | None = None
    round_stated: str | None = None
    note: str | None = None
    source_title: str | None = None
    source_publisher: str | None = None
    source_date: PartialDate | None = None
    source_url: str | None = None

    @property
    def group_kind(self) -> GroupKind | None:
        """The kind of the group that found it."""
        kinds = self.programme.group_kinds if self.programme else []
        return next((kind for kind in kinds if self.group and kind.letter == self.group[0]), None)

    @property
    def first_step(self) -> Step | None:
        """The step by which the lifecycle lets such a problem begin."""
        lifecycle = self.programme.lifecycle if self.programme else None
        if not (lifecycle and self.group and self.category):
            return None
        try:
            path = lifecycle.path_for(self.group[0], self.category)
        except KeyError:
            return None
        beginning = {strand.name: strand.beginning for strand in path.strands}
        return next((step for step in legal_steps(path, beginning, ()) if step.at), None)
