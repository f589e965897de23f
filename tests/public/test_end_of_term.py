"""A name whose term is over is in no byte of a new site, whatever the folders held before."""

import base64
import gzip
import io
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from generator.site.build import build_site
from generator.site.page import Templates
from tests.making_git import History
from tests.registers import SAMPLE, lend_frame

CASE = "LS19-990100-R02-Z-001"
NAME, FOUND = "示例园区砖瓦企业", "十余家砖瓦窑没有治理设施"
LAST, AFTER = date(2020, 6, 30), date(2020, 7, 1)
KEPT = (
    *(
        "vocabulary.yml",
        "lifecycles/*.yml",
        "programmes/*.yml",
        "cities/*.yml",
        "rounds/LS19/*.yml",
    ),
    *(f"issues/**/{CASE}.yml", "bulletins/LS19/*.yml"),
)
HOLDING = {
    "bulletins/LS19-20190701-1.html",
    "cities/990100/exposures.html",
    "cities/990100/uaa364985.html",
    "data/records-990100.js",
    f"exposures/{CASE}.html",
    "exposures/index.html",
    "feeds/exposures.xml",
    "index.html",
    "open-data/case_events.csv",
    "open-data/case_events.json",
    "open-data/cases.csv",
    "open-data/cases.json",
    "open-data/lantian.sqlite",
    "open-data/lantian.xlsx",
    "open-data/lantian.zip",
    "sources/index.html",
}
"""The files that name the case while its term runs."""

SHARD = re.compile(rb'^lantianShard\("[^"]*","[^"]*","([^"]*)"\)')


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case with a term and what it refers to, in a Git that names the site as well."""
    history = History(tmp_path_factory.mktemp("term"))
    for pattern in KEPT:
        for path in (SAMPLE / "records").glob(pattern):
            history.write(str(path.relative_to(SAMPLE)), path.read_text(encoding="utf-8"))
    history.write(".gitignore", ".build/\npublic/\n")
    history.git("add", "--all")
    history.git("commit", "--quiet", f"--message=Add {NAME}", who=NAME)
    lend_frame(SAMPLE, history.root)
    return history.root


def built(root: Path, day: date, *, is_public: bool = True) -> dict[str, bytes]:
    """Every file of the site as of a day, made into the folder of the public edition."""
    assert build_site(root, root / "public", day, is_public=is_public).pages
    files = (path for path in (root / "public").rglob("*") if path.is_file())
    return {path.relative_to(root / "public").as_posix(): path.read_bytes() for path in files}


def spellings(word: str) -> Iterator[bytes]:
    """Yield the bytes of a word in each way that files of a site write words."""
    yield from (word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"))
    yield json.dumps(word).strip('"').encode()
    yield "".join(f"&#{ord(sign)};" for sign in word).encode()
    yield "".join(f"&#x{ord(sign):x};" for sign in word).encode()
    yield quote(word).encode()


WANTED = [one for word in (NAME, FOUND) for one in spellings(word)]


def unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file, and those of all that is packed in it."""
    yield content
    if shard := SHARD.match(content):
        yield gzip.decompress(base64.b64decode(shard[1]))
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from unpacked(packed.read(name))


def naming(files: dict[str, bytes]) -> set[str]:
    """Return the files that name the site or say what was found there."""
    return {
        path
        for path, content in files.items()
        if any(word in part for part in (path.encode(), *unpacked(content)) for word in WANTED)
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> set[str]:
    """Return the paths of files that are in one site only, or differ."""
    return {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}


def put_back(root: Path, name: str, kept: Path) -> None:
    """Put an older copy of a folder of the register in the place of what is there."""
    shutil.rmtree(root / name)
    shutil.copytree(kept / name, root / name)


def test_name_is_in_no_byte_of_a_site_made_after_its_term(register: Path, tmp_path: Path) -> None:
    """After the full edition and the public one in its term: with what they left, with an old site
    or an old cache put back; and it is back where the day is in the term again."""
    root = Path(shutil.copytree(register, tmp_path / "register"))
    built(root, LAST, is_public=False)
    within = built(root, LAST)
    assert naming(within) == HOLDING
    for name in (".build", "public"):
        shutil.copytree(root / name, tmp_path / "kept" / name)
    after = built(root, AFTER)
    assert naming(after) == set()
    for name in ("public", ".build"):
        put_back(root, name, tmp_path / "kept")
        assert differing(built(root, AFTER), after) == set(), name
    assert differing(built(root, LAST), within) == set()


def test_page_that_names_a_case_says_what_it_can_not_do_without_scripts() -> None:
    body = '<h1 id="x" data-until="2020-06-30">'
    pages = Templates(is_public=True, finish=lambda _: body), Templates(is_public=True)
    warned, other = (one.page("_internal.html", "x.html", "x").body for one in pages)
    assert warned.index("<noscript>") < warned.index(body)
    assert "浏览器停用了脚本，公开期已满的名称在这份副本里不会自动隐去" in warned
    assert "noscript" not in other
