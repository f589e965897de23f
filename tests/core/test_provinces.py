"""The cities that are known by code are those of the records, each in its province."""

import re

from generator.core.provinces import cities, province_of
from tests.registers import REPOSITORY


def test_cities_are_those_of_the_records() -> None:
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((REPOSITORY / "records/cities").iterdir())
    }
    found = {
        code: re.findall("^(?:name|province): (.+)$", one, re.M) for code, one in texts.items()
    }
    assert {code: [name, province_of(code)] for code, name in cities().items()} == found
