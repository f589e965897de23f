"""The words that the search knows: places by all their names, words by what they are called."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.links import GLOSSARY, unit_key
from generator.site.overview.reference import reference_pages
from generator.site.page import Page, Templates
from generator.site.search.words import PlaceWord, place_words, word_file
from tests.making import make_city
from tests.registers import SAMPLE, TODAY
from tests.site_index import site_index_of


def words(register: Register) -> dict[str, Any]:
    """What the browser reads."""
    site = site_index_of(register, TODAY)
    (job,) = word_file(site)
    text = job.render(site, Templates())
    assert isinstance(text, str)
    found: dict[str, Any] = json.loads(text.removeprefix("lantianWords(").removesuffix(");\n"))
    return found


def test_units_are_known_by_present_former_and_short_names() -> None:
    assert list(place_words(make_city())) == [
        PlaceWord(["临渭区", "临渭"], ["610502"], []),
        PlaceWord(["华州区", "华县", "华州"], ["610503", "610521"], ["华县"]),
        PlaceWord(
            ["渭南高新区", "高新区", "渭南高新"], ["渭南高新区"], page=unit_key("", "渭南高新区")
        ),
        PlaceWord(["韩城市", "韩城"], ["610581"]),
    ]


def test_unit_is_not_called_like_its_city() -> None:
    former = [{"name": "渭南县", "change": "示例"}]
    city = make_city(counties=[{"code": "610502", "name": "临渭区", "former": former}])
    first = next(iter(place_words(city)))
    assert first == PlaceWord(["临渭区", "渭南县", "临渭"], ["610502", "渭南县"], ["渭南县"])


def test_words_of_a_register_name_places_vocabulary_and_programmes() -> None:
    register = read_register(SAMPLE).register
    found = words(register)
    assert [one["key"] for one in found["cities"]] == list(register.cities)
    assert {"names": ["示例省", "示例"], "keys": ["990100", "990200", "990300"]} in found["areas"]
    boiler = next(one for one in found["words"] if one["names"][0] == "燃煤锅炉")
    assert boiler["facet"] == "group"
    assert [one["key"] for one in found["programmes"]] == list(register.programmes)
    assert found["firms"] == [
        {
            "names": ["示例四厂", "示例三厂", "示例<b>四厂</b>分厂"],
            "within": "示例省示例乙市示例南县",
            "address": "units/U990200-001.html",
        }
    ]


def test_term_is_known_with_its_meaning_and_its_place_in_the_glossary() -> None:
    register = read_register(SAMPLE).register
    found = {one["names"][0]: one for one in words(register)["terms"]}
    closing = next(one for one in register.vocabulary.terms if one.word == "销号")
    glossary = next(
        made for made in reference_pages(site_index_of(register, TODAY)) if made.path == GLOSSARY
    )
    page = glossary.render(site_index_of(register, TODAY), Templates())
    assert isinstance(page, Page)
    assert found["销号"]["meaning"] == closing.meaning
    assert found["销号"]["begins"] is True
    assert "begins" not in found["燃煤锅炉"]
    anchors = {unquote(one["address"]).removeprefix(f"{GLOSSARY}#") for one in found.values()}
    assert anchors <= set(re.findall(r' id="([^"]+)"', unescape(page.body)))
