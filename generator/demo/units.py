"""Who takes a step: units written as the roles of the lifecycle ask for, with invented names."""

from datetime import date
from random import Random

from generator.demo.places import Stage
from generator.kinds.city.model import City
from generator.kinds.programme.lifecycle import Step
from generator.kinds.programme.model import GroupKind

GROUPS_OF_A_KIND = 8
_GROUP = "组"


class Units:
    """Names of groups, authorities and the issuer of one campaign."""

    def __init__(self, stage: Stage, random: Random) -> None:
        assert stage.programme.lifecycle
        self._stage = stage
        self._random = random
        self._written = stage.programme.lifecycle.written()

    @property
    def issuer(self) -> str:
        """Who writes down what no unit did."""
        return self._stage.programme.issuer

    def group(self, kind: GroupKind, number: int, city: City, day: date) -> str:
        """A group as it is written: 第5轮示例一市第3普通组."""
        where = f"第{self._stage.round_on(day)}轮{city.name}"
        return f"{where}第{number}{kind.name}" if kind.numbered else where + kind.name

    def any_group(self, city: City, day: date) -> str:
        """One of the groups that work in a city on a day."""
        kinds = [kind for kind in self._stage.programme.group_kinds if not kind.published]
        number = self._random.randint(1, GROUPS_OF_A_KIND)
        return self.group(self._random.choice(kinds), number, city, day)

    def of_step(self, step: Step, city: City, day: date, finder: str | None) -> str | None:
        """The unit that takes a step; `finder`, if one is given, where a group has to."""
        if not step.by:
            return self.issuer if "by" in step.needs else None
        pattern = self._written[step.by[0]][0]
        if pattern.endswith(_GROUP):
            return finder or self.any_group(city, day)
        return pattern.replace("*", city.name if pattern.startswith("*") else "")

    def is_for_groups(self, step: Step) -> bool:
        """Whether a group takes the step."""
        return bool(step.by) and self._written[step.by[0]][0].endswith(_GROUP)
