"""Values that several pages show: kept while what they were made from is the same."""

from collections.abc import Iterable, Mapping

import pytest

from generator.core import tracing
from generator.core.tracing import Selector
from generator.site.kept_values import KeptValues

CITY, TEAMS = "records/cities/990100.yml", "records/teams/*/990100.yml"
ISSUE = "records/issues/LS19/990100/R01/LS19-990100-R01-P01-001.yml"


class Register:
    """What lies at each selector, and a value made from some of them."""

    def __init__(self, **contents: str) -> None:
        self.contents = {CITY: "甲", TEAMS: "组", **contents}
        self.made = 0

    def key(self, name: str, reads: Iterable[Selector]) -> str:
        return f"{name} {[self.contents.get(one, '') for one in sorted(reads)]}"

    def value(self, *reads: Selector) -> Mapping[str, str]:
        self.made += 1
        tracing.read_all(reads)
        return {one: self.contents.get(one, "") for one in reads}


def asked(register: Register, values: KeptValues, *reads: Selector) -> object:
    """The value as a page gets it, which has then read what it was made from."""
    with tracing.frame() as seen:
        found: object = values.memo("parts", lambda: register.value(*reads)).use()
    assert seen == set(reads)
    return found


@pytest.mark.parametrize(
    ("reads", "changed", "made"),
    [
        ((CITY, TEAMS), "", 1),
        ((CITY, TEAMS), CITY, 2),
        ((CITY, TEAMS), TEAMS, 2),
        ((CITY,), TEAMS, 1),
        ((CITY, ISSUE), "", 2),  # a key says nothing of single issues
        ((), "", 2),  # nobody could tell when it is another
    ],
)
def test_value_is_made_again_where_its_reads_changed(
    reads: tuple[Selector, ...], changed: str, made: int
) -> None:
    register = Register()
    first = KeptValues(register.key, {})
    asked(register, first, *reads)
    register.contents |= {changed: "另一个"} if changed else {}
    second = KeptValues(register.key, first.all_with(first.made))
    assert asked(register, second, *reads) == {one: register.contents.get(one, "") for one in reads}
    assert register.made == made


def test_value_that_no_page_asked_for_stays() -> None:
    register = Register()
    first = KeptValues(register.key, {})
    asked(register, first, CITY)
    second = KeptValues(register.key, first.all_with(first.made))
    third = KeptValues(register.key, second.all_with({}))
    asked(register, third, CITY)
    assert register.made == 1
