"""Running numbers of IDs: one spelling, three to five digits, in the order of the numbers."""

import re

import pytest

from generator.core.serials import id_order, split_serial
from generator.kinds.registry import BY_NAME, KINDS


@pytest.mark.parametrize("kind", [one for one in KINDS if one.serial and one.name != "bulletin"])
@pytest.mark.parametrize(
    ("serial", "is_legal"),
    [
        *((one, True) for one in ("001", "099", "999", "1000", "10000", "99999")),
        *((one, False) for one in ("000", "01", "0001", "0999", "01000", "100000")),
    ],
)
def test_serial_has_one_spelling(kind: object, serial: str, is_legal: bool) -> None:
    own = next(one for one in KINDS if one is kind)
    record_id = re.sub(r"[0-9]{3}$", serial, own.example)
    assert (own.path_of(record_id) is not None) == is_legal
    marks = own.model.model_fields["id"].metadata
    pattern = next(one.pattern for one in marks if getattr(one, "pattern", None))
    assert bool(re.fullmatch(pattern, record_id)) == (is_legal or serial == "000")


def test_ids_are_in_the_order_of_their_numbers() -> None:
    issues = [
        f"LT19-610100-R05-{end}" for end in ("G-099", "G-999", "G-1000", "G-10000", "P01-001")
    ]
    tasks = [f"LT19-610100-{end}" for end in ("T001", "T999", "T1000")]
    for ids in (issues, tasks):
        shuffled = [*ids[::2], *ids[1::2]]
        assert sorted(shuffled, key=id_order) == ids


def test_id_is_split_before_its_number() -> None:
    assert split_serial("LT19-610100-T1000") == ("LT19-610100-T", 1000)
    assert split_serial(BY_NAME["issue"].example) == ("LT19-610100-R05-P03-", 12)
    with pytest.raises(ValueError, match="LT19-R05"):
        split_serial("LT19-R05")
