"""Which records may be of the same unit; what is certain is written, and only when asked for."""

from pathlib import Path

import pytest

from generator.core.raw import RawRecord
from generator.kinds.issue.model import check_character
from generator.kinds.register import FiledRecord, Register
from generator.kinds.registry import BY_NAME
from generator.kinds.unit.same_unit import Ground, proposals
from tests.making import make_city, make_issue, make_vocabulary
from tests.registers import SAMPLE, copied
from tests.running import lantian

_STEM = "91990100MA6TEXT24"
CODE = f"{_STEM}{check_character(_STEM)}"
COUNTY = {"county": "610502", "name": "临渭区"}
OTHER = {"county": "610503", "name": "华州区"}

Row = tuple[dict[str, object], dict[str, str] | None]
"""The site and the place of an issue."""


def register_of(*rows: Row) -> Register:
    issues = [
        make_issue(id=f"LT19-610500-R00-G-{number:03}", site=site, place=place)
        for number, (site, place) in enumerate(rows, 1)
    ]
    records = [(BY_NAME["city"], make_city()), *((BY_NAME["issue"], one) for one in issues)]
    return Register(
        make_vocabulary(),
        tuple(
            FiledRecord(kind, one, RawRecord(f"records/{kind.path_of(one.id)}", None, {}, {}, ()))
            for kind, one in records
        ),
    )


@pytest.mark.parametrize(
    ("first", "second", "ground"),
    [
        (
            ({"name": "示例甲厂", "credit_code": CODE}, COUNTY),
            ({"name": "示例乙厂", "credit_code": CODE}, OTHER),
            Ground.CODE,
        ),
        (({"name": "示例建材厂"}, COUNTY), ({"name": "示例建材厂"}, COUNTY), Ground.NAME),
        (
            ({"name": "示例（渭南）建材厂"}, COUNTY),
            ({"name": "示例(渭南) 建材厂"}, COUNTY),
            Ground.NAME,
        ),
        (
            ({"name": "渭南市示例建材有限公司"}, COUNTY),
            ({"name": "示例建材有限责任公司"}, None),
            Ground.FORM,
        ),
        (({"name": "示例建材厂"}, COUNTY), ({"name": "示例建材厂"}, OTHER), None),
        (({"name": "示例建材厂"}, None), ({"name": "示例建材厂"}, None), Ground.FORM),
        (({"name": "某煤场"}, COUNTY), ({"name": "某煤场"}, COUNTY), None),
        (
            ({"name": "示例塑料厂", "masked": "true"}, COUNTY),
            ({"name": "示例塑料厂", "masked": "true"}, COUNTY),
            None,
        ),
        (({"name": "示例建材厂"}, COUNTY), ({"name": "示例建材二厂"}, COUNTY), None),
    ],
)
def test_sites_are_taken_for_one_unit_on_these_grounds(
    first: Row, second: Row, ground: Ground | None
) -> None:
    sites = [(dict(site), place) for site, place in (first, second)]
    for site, _ in sites:
        site["masked"] = site.get("masked") == "true"
    found = proposals(register_of(*sites))
    assert [(one.ground, len(one.mentions)) for one in found] == ([(ground, 2)] if ground else [])


def test_single_problem_is_proposed_with_a_code_only() -> None:
    coded = ({"name": "示例甲厂", "credit_code": CODE}, COUNTY)
    assert len(proposals(register_of(coded))) == 1
    assert proposals(register_of(({"name": "示例甲厂"}, COUNTY))) == []


def test_what_is_certain_is_written_when_asked_and_proposed_once(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path)
    folder = root / "records/issues/LS19/990200/R03"
    texts = {}
    for number in ("002", "006"):
        path = folder / f"LS19-990200-R03-P02-{number}.yml"
        text = path.read_text("utf-8")
        name = next(line for line in text.split("site:\n")[1].splitlines() if "name:" in line)
        path.write_text(text.replace(name, "  name: 示例重复厂", 1), encoding="utf-8")
        texts[path] = path.read_text("utf-8")
    told = lantian("units", "propose", "--root", root)
    assert "1. 新建档案：名称、城市、区县都相同\n" in told.out
    assert {path: path.read_text("utf-8") for path in texts} == texts
    written = lantian("units", "propose", "--write", "--root", root)
    assert "写了 3 个文件" in written.out, written.err
    unit = (root / "records/units/990200/U990200-002.yml").read_text("utf-8")
    assert "basis: 名称、城市、区县都相同。" in unit
    for path, before in texts.items():
        after = path.read_text("utf-8")
        assert after.replace("unit: U990200-002\n", "") == before
    assert lantian("check", "--root", root).code == 0
    assert lantian("fmt", "--check", "--root", root).code == 0
    again = lantian("units", "propose", "--root", root)
    assert "1. " not in again.out
