"""Running numbers of IDs: one spelling, three to five digits, in the order of the numbers."""

import re
from pathlib import Path

import pytest

from generator.checks.renumber import renamings
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


def test_new_numbers_follow_the_order_of_the_old() -> None:
    kind = BY_NAME["issue"]
    ids = [f"LT19-610100-R05-G-{end}" for end in ("1000", "999")]
    given = {f"records/{kind.path_of(one)}": one for one in ids}
    moved = {one.old_id[-4:].lstrip("-"): one.new_id[-4:] for one in renamings(given, ())}
    assert moved == {"999": "1001", "1000": "1002"}


CODE = Path(__file__).parents[2] / "generator"
_SORTED_BY = re.compile(r"key=(?:lambda .*|attrgetter\(\"id\"\))")
_IN_ORDER = re.compile(r"id_order\([^()]*\)")
_BARE_ID = re.compile(r"\.id\b|attrgetter")
_WITHOUT_SERIAL = {
    ("kinds/register.py", "programme.id"),
    ("kinds/team/status.py", "pair[0], pair[1].id"),
    ("site/overview/home_full.py", "(one.start, one.id)"),
    ("site/overview/home_public.py", "(-one[2], one[0].id)"),
}
"""Where cities, programmes and rounds are sorted: their IDs do not end in a running number."""


def test_no_list_is_sorted_by_ids_as_text() -> None:
    found = [
        (path.relative_to(CODE).as_posix(), line.strip())
        for path in CODE.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if (key := _SORTED_BY.search(line)) and _BARE_ID.search(_IN_ORDER.sub("", key[0]))
    ]
    assert [
        (path, line)
        for path, line in found
        if not any(path == place and text in line for place, text in _WITHOUT_SERIAL)
    ] == []


def test_id_is_split_before_its_number() -> None:
    assert split_serial("LT19-610100-T1000") == ("LT19-610100-T", 1000)
    assert split_serial(BY_NAME["issue"].example) == ("LT19-610100-R05-P03-", 12)
    with pytest.raises(ValueError, match="LT19-R05"):
        split_serial("LT19-R05")
