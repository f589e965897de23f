"""Evidence in a site: what is shown of it, what is staged, what makes a ledger stale."""

import os
import re
import shutil
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from generator.cache.build_cache import BuildCache, CachedSite
from generator.cache.cache import cache_of
from generator.load.pictures import preview
from generator.public.leak_scan import built_text
from generator.site.city_jobs import build_cities
from generator.site.context import BuildContext
from generator.site.dependencies import RecordInputs
from generator.site.inputs import scan_without_git
from generator.site.layouts import bare_layouts
from generator.site.links import FOLDERS, exposure_path
from generator.site.output import StagingDirectory
from generator.site.plan import make_plan
from tests.load.test_pictures import SECRET, exif, photograph
from tests.registers import SAMPLE
from tests.running import lantian

ID = "LS19-990100-R01-P01-002"
CITY = ID.split("-")[1]
LEDGER = "LS19-990100-R01"
EXPOSED = "LS19-990100-R02-Z-001"
"""An issue of the same city whose case everybody may see on this day."""

FOLDER = f"evidence/LS19/990100/R01/{ID}"
PDF = b"%PDF-1.4 sample"
TODAY = date(2019, 9, 1)


def add(root: Path, name: str, content: bytes, *words: str, to: str = ID) -> None:
    """Adds a file of evidence to an issue as a clerk does."""
    file = root.parent / name
    file.write_bytes(content)
    told = lantian("evidence", "add", to, "1", file, "--root", root, *words)
    assert told.code == 0, told


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The issues of one city of the sample; one has evidence of every sort."""
    root = tmp_path_factory.mktemp("evidence") / "register"
    shutil.copytree(SAMPLE / "records", root / "records")
    for folder in (root / "records/issues").glob("*/*"):
        if folder.name != CITY:
            shutil.rmtree(folder)
    before, after = photograph(exif=exif()), photograph((600, 400), exif=exif())
    add(root, "整改前.jpg", before, "--moment", "整改前", "--shows", "示例：没有收集装置")
    add(root, "整改后.jpg", after, "--moment", "整改后", "--shows", "示例：<装置>已经安装")
    add(root, "验收意见.pdf", PDF, "--shows", "示例：验收意见")
    for number, name in enumerate(("不在.jpg", "指针.jpg")):
        add(root, name, photograph((40 + number, 40)), "--shows", f"示例：{name}")
    taken = ("--by", "示例检查组", "--date", "2019-05-25", "--masked")
    for moment, size in (("整改前", (320, 200)), ("整改后", (310, 200))):
        told = ("--moment", moment, "--shows", f"示例：{moment}的砖窑", *taken)
        add(root, f"砖窑{moment}.jpg", photograph(size), *told, to=EXPOSED)
    add(root, "复查笔录.pdf", PDF + b" 2", "--shows", "示例：复查笔录", *taken, to=EXPOSED)
    crew = ("--shows", "示例：现场人员", *taken[:-1])
    add(root, "现场人员.jpg", photograph((305, 200)), *crew, to=EXPOSED)
    (root / FOLDER / "不在.jpg").unlink()
    pointed = sha256(photograph((41, 40))).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{pointed}\nsize 700\n"
    (root / FOLDER / "指针.jpg").write_text(pointer, encoding="utf-8", newline="\n")
    return root


def built(
    root: Path, out: Path, *, is_public: bool = False, today: date = TODAY
) -> Mapping[str, str]:
    """Stages the pages and files of all cities, in empty frames; returns path → SHA-256."""
    for name in ("site", "layouts"):
        (out / name).mkdir(parents=True)
    cache = BuildCache(cache_of(root), "public" if is_public else "full")
    stage = StagingDirectory(out / "site", out / "layouts", {})
    layouts = bare_layouts(out / "layouts", FOLDERS)
    context = BuildContext(root, stage, layouts, today, None, cache, is_public)
    inputs = scan_without_git(root)
    records = RecordInputs(context, inputs)
    return build_cities(context, records, make_plan(context, records, CachedSite(), {})).files


@pytest.fixture(scope="module")
def full(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full edition."""
    out = tmp_path_factory.mktemp("full")
    built(root, out)
    return out / "site"


def test_pages_show_photographs_in_pairs_and_say_what_can_not_be_shown(full: Path) -> None:
    page = (full / f"ledgers/{LEDGER}.html").read_text(encoding="utf-8")
    shown = page.partition(f'<article id="{ID}"')[2].partition("</article>")[0]
    first, second = (shown.find(f'alt="{alt}"') for alt in ALTS)
    assert 0 < first < second
    assert shown.count("</figure>") == 4
    assert shown.count('class="shots"') == 2
    for said in ("文件不在本机", "未下载（Git LFS）", "整改前，第 1 步", "证据 5 件"):
        assert said in shown
    assert "验收意见.pdf，1 KB，SHA-256 " + sha256(PDF).hexdigest()[:12] in shown


ALTS = ("示例：没有收集装置", "示例：&lt;装置&gt;已经安装")


def text_of(site: Path) -> str:
    """Return the text of all pages, search shards and downloads of a site."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*.*")}
    texts = [built_text(name, path.read_bytes()) for name, path in files.items() if is_text(name)]
    return "\n".join((*files, *texts))


def is_text(name: str) -> bool:
    return not name.endswith((".jpg", ".pdf"))


def traces(root: Path) -> list[str]:
    """Return what tells of evidence: names of files, captions, hashes as pages shorten them."""
    record = (root / f"records/issues/LS19/{CITY}/R02/{EXPOSED}.yml").read_text(encoding="utf-8")
    told = re.findall(r"^[ -] (file|shows|sha256): (.*)$", record, re.MULTILINE)
    return [text.strip('"')[:12] if name == "sha256" else text for name, text in told]


def test_public_edition_holds_nothing_of_evidence(root: Path, full: Path, tmp_path: Path) -> None:
    told = traces(root)
    assert len(told) == 12
    whole = text_of(full)
    assert [one for one in told if one not in whole] == []
    files = built(root, tmp_path, is_public=True)
    seen = text_of(tmp_path / "site")
    assert exposure_path(EXPOSED) in files
    assert [one for one in (*told, "示例检查组", "evidence") if one in seen] == []
    assert [path for path in files if not is_text(path)] == []


BEGUN, LAST, ENDED = date(2019, 7, 1), date(2020, 6, 30), date(2020, 7, 1)
PAIR = ("砖窑整改前.jpg", "砖窑整改后.jpg")
ALL = (*PAIR, "现场人员.jpg", "复查笔录.pdf")


@pytest.fixture(scope="module")
def releasing(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same register, with an exposure that releases the pair (and what a check refuses)."""
    copy = tmp_path_factory.mktemp("releasing") / "register"
    shutil.copytree(root, copy)
    record = copy / f"records/issues/LS19/{CITY}/R02/{EXPOSED}.yml"
    text = record.read_text(encoding="utf-8")
    release = f"  publish_until: 2020-06-30\n  releases: {'、'.join(PAIR)}\n"
    assert text.count("  publish_until: 2020-06-30\n") == 1
    text = text.replace("  publish_until: 2020-06-30\n", release)
    record.write_text(text, encoding="utf-8", newline="\n")
    return copy


@pytest.mark.parametrize("today", [BEGUN, LAST])
def test_released_pair_is_public_in_its_term_and_nothing_else_of_evidence(
    releasing: Path, tmp_path: Path, today: date
) -> None:
    files = built(releasing, tmp_path, is_public=True, today=today)
    site = tmp_path / "site"
    pictures = [path for path in files if not is_text(path)]
    originals = [
        (releasing / f"evidence/LS19/{CITY}/R02/{EXPOSED}/{one}").read_bytes() for one in ALL
    ]
    assert [(site / path).read_bytes() for path in pictures] == [
        preview(one) for one in originals[:2]
    ]
    seen = text_of(site)
    captions = ("示例：整改前的砖窑", "示例：整改后的砖窑")
    page = (site / exposure_path(EXPOSED)).read_text(encoding="utf-8")
    places = [
        page.find(f'src="../{path}" alt="{told}"')
        for path, told in zip(pictures, captions, strict=True)
    ]
    assert 0 < places[0] < places[1]
    assert "SHA-256" not in page
    hidden = {
        *traces(releasing),
        "示例检查组",
        *(sha256(one).hexdigest()[:12] for one in originals),
    }
    assert [one for one in hidden - {*captions} if one in seen] == []


@pytest.mark.parametrize(
    ("today", "step"),
    [(ENDED, ""), (TODAY, "撤下"), (date(2019, 6, 30), "")],
    ids=["term-ended", "withdrawn", "not-begun"],
)
def test_released_photographs_are_gone_with_the_name(
    releasing: Path, tmp_path: Path, today: date, step: str
) -> None:
    copy = tmp_path / "register"
    shutil.copytree(releasing, copy, ignore=shutil.ignore_patterns(".build"))
    if step:
        record = copy / f"records/issues/LS19/{CITY}/R02/{EXPOSED}.yml"
        ending = f"- date: 2019-08-01\n  step: {step}\n  by: 示例主管部门\n  statement: 示例。\n"
        record.write_text(
            record.read_text(encoding="utf-8") + ending, encoding="utf-8", newline="\n"
        )
    files = built(copy, tmp_path, is_public=True, today=today)
    assert [path for path in files if not is_text(path)] == []
    seen = text_of(tmp_path / "site")
    assert [one for one in (*traces(copy), "evidence") if one in seen] == []


def test_site_holds_pixels_of_photographs_and_whole_documents(full: Path) -> None:
    files = {path.suffix: path.read_bytes() for path in (full / f"evidence/{ID}").iterdir()}
    assert files[".pdf"] == PDF
    assert {path.suffix for path in (full / "evidence").rglob("*.*")} == {".jpg", ".pdf"}
    for path in (full / "evidence").rglob("*.jpg"):
        assert SECRET not in path.read_bytes()


def test_photographs_kept_beside_the_cache_are_proved_by_their_names(
    root: Path, full: Path, tmp_path: Path
) -> None:
    kept = sorted((cache_of(root).file.parent / "evidence").glob("*.jpg"))
    wanted = {one: one.read_bytes() for one in kept}
    for one, other in zip(kept, [*kept[1:], kept[0]], strict=True):
        one.write_bytes(wanted[other])
    kept[0].write_bytes(b"half")
    made = built(root, tmp_path)
    pictures = {path: made[path] for path in made if path.endswith(".jpg")}
    staged = [full / path for path in pictures]
    assert [sha256(one.read_bytes()).hexdigest() for one in staged] == list(pictures.values())
    assert {one: one.read_bytes() for one in kept} == wanted


def test_other_content_and_other_files_make_the_ledger_stale(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "register"
    shutil.copytree(root, copy)
    ledger = f"records/issues/LS19/{CITY}/R01"
    seen = [scan_without_git(copy).folders]
    kept = copy / FOLDER / "整改前.jpg"
    kept.write_bytes(kept.read_bytes() + b" ")
    seen.append(scan_without_git(copy).folders)
    os.utime(kept, (1, 1))
    seen.append(scan_without_git(copy).folders)
    kept.unlink()
    seen.append(scan_without_git(copy).folders)
    assert len({one[ledger] for one in seen}) == len(seen)
    others = [{key: one for key, one in some.items() if key != ledger} for some in seen]
    assert others == others[:1] * len(others)
