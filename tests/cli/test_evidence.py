"""`lantian evidence add`: files beside the records, entries in them, and what is refused."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from generator.kinds.issue.model import Issue
from generator.site.build import read_register
from tests.registers import TESTS
from tests.running import lantian

ID = "SL19-990100-R01-P01-001"
FOLDER = f"evidence/SL19/990100/R01/{ID}"
RECORD = f"records/issues/SL19/990100/R01/{ID}.yml"
PNG = TESTS / f"cases/evidence-step/fourth-of-three/{FOLDER}/整改前-1.png"
PDF = b"%PDF-1.4 sample"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register with two issues, and files to be added beside it."""
    shutil.copytree(TESTS / "cases" / "_base", tmp_path / "register")
    shutil.copy(PNG, tmp_path / "IMG 01（前）.JPG")
    (tmp_path / "aux.pdf").write_bytes(PDF)
    return tmp_path / "register"


def add(root: Path, step: str, *names: str, **told: str) -> tuple[int | str | None, str]:
    options = {"shows": "喷漆工序没有收集装置", **told}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    files = [root.parent / name for name in names]
    done = lantian("evidence", "add", ID, step, *files, *words, "--root", root)
    return done.code, done.out + done.err


def entries(root: Path) -> list[tuple[int, str, str, str | None]]:
    issue = read_register(root).register.find(Issue, ID)
    assert issue
    return [(one.step, one.file, one.sha256, one.moment) for one in issue.evidence]


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def test_files_are_kept_under_safe_names_and_named_in_the_record(root: Path) -> None:
    before = (root / RECORD).read_text(encoding="utf-8")
    code, told = add(root, "核查", "IMG 01（前）.JPG", moment="整改前", date="2019-06-20")
    assert code == 0, told
    assert add(root, "第1步", "aux.pdf", by="第1轮普通1组")[0] == 0
    assert entries(root) == [
        (3, "IMG-01-前.png", digest(PNG.read_bytes()), "整改前"),
        (1, "证据-aux.pdf", digest(PDF), None),
    ]
    assert (root / FOLDER / "IMG-01-前.png").read_bytes() == PNG.read_bytes()
    after = (root / RECORD).read_text(encoding="utf-8")
    head, _, events = before.partition("events:\n")
    assert after.startswith(head)
    assert after.endswith(f"events:\n{events}")
    assert lantian("check", "--root", root).out == "共 9 条记录，没有发现问题。\n"
    assert lantian("fmt", "--check", root / RECORD, "--root", root).code == 0


def test_adding_again_records_nothing_twice_and_brings_a_lost_file_back(root: Path) -> None:
    add(root, "核查", "IMG 01（前）.JPG")
    record = (root / RECORD).read_bytes()
    (root / FOLDER / "IMG-01-前.png").unlink()
    code, told = add(root, "核查", "IMG 01（前）.JPG")
    assert (code, "已经记着，补回了文件" in told) == (0, True)
    assert (root / RECORD).read_bytes() == record
    assert (root / FOLDER / "IMG-01-前.png").read_bytes() == PNG.read_bytes()


@pytest.mark.parametrize("name", ["IMG 01（前）.JPG", "aux.pdf"])
def test_what_was_added_without_the_mark_is_marked_later(root: Path, name: str) -> None:
    add(root, "核查", "IMG 01（前）.JPG", moment="整改前")
    add(root, "排查", "aux.pdf")
    before = (root / RECORD).read_text(encoding="utf-8")
    step = "核查" if name.startswith("IMG") else "排查"
    words = ("--shows", "现场", "--masked", "--root", root)
    done = lantian("evidence", "add", ID, step, root.parent / name, *words)
    assert (done.code, "已经记着，写上了已遮挡" in done.out) == (0, True)
    after = (root / RECORD).read_text(encoding="utf-8")
    assert after.replace("  masked: true\n", "") == before
    digest_of_file = digest((root.parent / name).read_bytes())
    marked = after.partition(digest_of_file)[2].partition("- ")[0]
    assert marked.partition("events:")[0].endswith("  masked: true\n")
    assert lantian("fmt", "--check", root / RECORD, "--root", root).code == 0
    again = lantian("evidence", "add", ID, step, root.parent / name, *words)
    assert "写上了" not in again.out
    assert (root / RECORD).read_text(encoding="utf-8") == after


def test_another_file_of_the_same_name_gets_a_number(root: Path) -> None:
    add(root, "排查", "aux.pdf")
    (root.parent / "aux.pdf").write_bytes(PDF + b"2")
    add(root, "排查", "aux.pdf")
    assert [name for _, name, _, _ in entries(root)] == ["证据-aux.pdf", "证据-aux-2.pdf"]


@pytest.mark.parametrize(
    ("step", "file", "told", "said"),
    [
        ("整改完成", "aux.pdf", {}, "没有“整改完成”这一步"),
        ("4", "aux.pdf", {}, "没有第 4 步"),
        ("排查", "no.jpg", {}, "没有这个文件"),
        ("排查", "half.jpg", {}, "打不开"),
        ("排查", "text.pdf", {}, "不是 JPG、PNG、WebP 照片，也不是 PDF"),
        ("排查", "aux.pdf", {"moment": "以前"}, "不在词表里"),
        ("排查", "aux.pdf", {"by": "王建国"}, "不是单位或者职务"),
        ("排查", "aux.pdf", {"shows": "联系13912345678"}, "手机号码"),
        ("排查", "taken.pdf", {}, "是另一个文件"),
    ],
)
def test_what_can_not_be_kept_is_refused_and_nothing_is_written(
    root: Path, step: str, file: str, told: dict[str, str], said: str
) -> None:
    (root.parent / "text.pdf").write_text("text", encoding="utf-8")
    (root.parent / "half.jpg").write_bytes(PNG.read_bytes()[:-40])
    (root.parent / "taken.pdf").write_bytes(PDF)
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "taken.pdf").write_bytes(PDF + b"other")
    before = (root / RECORD).read_bytes()
    code, out = add(root, step, file, **told)
    assert (code, said in out) == (3, True), out
    assert (root / RECORD).read_bytes() == before
    assert [one.name for one in (root / FOLDER).iterdir()] == ["taken.pdf"]


def test_file_that_was_exchanged_is_found_after_a_clean_check(root: Path) -> None:
    add(root, "核查", "IMG 01（前）.JPG")
    assert lantian("check", "--root", root).code == 0
    kept = root / FOLDER / "IMG-01-前.png"
    kept.write_bytes(kept.read_bytes() + b"x")
    told = lantian("check", "--root", root)
    assert (told.code, "错误 Z06" in told.out) == (1, True)
    kept.unlink()
    told = lantian("check", "--root", root)
    assert (told.code, "提醒 Z05" in told.out) == (0, True)


def test_no_link_is_followed(root: Path) -> None:
    add(root, "核查", "IMG 01（前）.JPG")
    kept = root / FOLDER / "IMG-01-前.png"
    kept.unlink()
    kept.symlink_to(PNG)
    assert "是链接，或者不是普通文件" in lantian("check", "--root", root).out
    shutil.move(root / "evidence", root.parent / "elsewhere")
    (root / "evidence").symlink_to(root.parent / "elsewhere")
    assert "提醒 Z05" in lantian("check", "--root", root).out
