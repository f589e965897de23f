"""The sample's pages before the theme, byte for byte.

`make golden` (LANTIAN_REWRITE=1) writes them anew; look at the difference before you accept it.
"""

import os

from generator.build import read_register
from generator.render.site import pages
from tests.registers import REPOSITORY, SAMPLE, TODAY

GOLDEN = REPOSITORY / "tests" / "golden"
FROM_THE_CODE = ("dictionary/", "rules/")
"""Pages made from models and rules alone; each has its own test."""


def made() -> dict[str, str]:
    found = pages(read_register(SAMPLE).register, TODAY)
    return {
        page.path: f"<!-- {page.title} -->\n{page.body}"
        for page in found
        if not page.path.startswith(FROM_THE_CODE)
    }


def kept() -> dict[str, str]:
    return {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.html")
    }


def rewrite(wanted: dict[str, str]) -> None:
    for name in kept().keys() - wanted.keys():
        (GOLDEN / name).unlink()
    for name, text in wanted.items():
        path = GOLDEN / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_pages_of_the_sample_are_as_they_were() -> None:
    if os.environ.get("LANTIAN_REWRITE"):
        rewrite(made())
    assert made() == kept()


def test_sample_is_clean_and_marked() -> None:
    judgement = read_register(SAMPLE)
    assert judgement.findings == ()
    for issue in judgement.register.issues:
        assert "示例" in issue.site.name
        assert "示例" in issue.found
