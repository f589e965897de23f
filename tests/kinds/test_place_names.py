"""What a short or a long name of a place means, and what it does not."""

import pytest

from generator.kinds.city.model import City
from tests.making import make_city


@pytest.fixture
def city() -> City:
    """A city with a district that is like a zone in letters only."""
    zones = ["西安高新技术产业开发区", "西安经济技术开发区", "西咸新区", "渤海新区"]
    return make_city(
        name="西安市",
        short_name="西安",
        province="陕西省",
        counties=[
            {"code": "610117", "name": "高陵区"},
            {"code": "610171", "name": "陕西西安航天基地", "called": ["航天产业园"]},
        ],
        zones=[{"name": name} for name in zones],
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("高新区", "西安高新技术产业开发区"),
        ("西安高新区", "西安高新技术产业开发区"),
        ("西安市高新区", "西安高新技术产业开发区"),
        ("国家高新技术产业开发区", "西安高新技术产业开发区"),
        ("西安市国家级高新技术产业开发区", "西安高新技术产业开发区"),
        ("经开区", "西安经济技术开发区"),
        ("西安市渤海新区", "渤海新区"),
        ("高陵区", "高陵区"),
        ("航天产业园", "陕西西安航天基地"),
        ("西安市航天产业园", "陕西西安航天基地"),
        ("航天基地", "陕西西安航天基地"),
        ("陕西省西安市高陵区", "高陵区"),
        ("航天新区", None),
        ("高凌区", None),
        ("西安", None),
    ],
)
def test_place_is_meant_by_its_name_and_not_by_its_letters(
    city: City, typed: str, meant: str | None
) -> None:
    assert city.meant(typed) == meant
