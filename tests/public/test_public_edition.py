"""The public edition holds nothing internal: every internal value is a marker; none is found."""

import base64
import gzip
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from zipfile import ZipFile, is_zipfile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from generator.audit.audit import Audit
from generator.audit.log import Commit
from generator.core.fields import ProgrammeRecord, Record
from generator.core.findings import WorkError
from generator.core.model_walk import field_at, inner_model, list_of_words
from generator.kinds.issue.model import Event, Issue
from generator.kinds.penalty.model import Penalty
from generator.load.files import raw_file
from generator.public.leak_scan import (
    SENTENCE,
    EditionTexts,
    Watch,
    _public_texts,
    _secrets,
    leaks,
    place_of_text,
    scan_for_leaks,
    texts_of,
    texts_of_others,
)
from generator.public.policy import (
    RECORDER,
    public_names,
    public_register,
    role_of_committer,
)
from generator.site.build import build_site, read_register
from generator.site.manifest import manifest_of
from generator.site.settings import names_committers
from tests.making import make_register
from tests.making_git import History
from tests.registers import SAMPLE, copied, lend_frame, ready
from tests.running import lantian
from tests.shared import filled_once, folder_of_the_run
from tests.site_index import all_shown
from tests.sites import built_once

TODAY = date(2019, 8, 1)
EMPTY = make_register()
COMMIT = Commit("a" * 40, (), "张三", "2019-07-01", "张三", "2019-07-01")
DAYS = ("plan_due", "due")
"""Internal days of an event: their markers are days that stand nowhere else."""

BOUND = {
    *("id", "county", "credit_code", "url", "corrects"),
    *("date", "publish_from", "publish_until", "masked", "value", "round_inferred"),
    *("issues", "clause", "role", "county_name", "form", "triggers", "level"),
}
"""Fields that can not hold just any text."""


class Marker:
    """Gives markers, each once, and remembers them."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def text(self, of: str = "") -> str:
        self.given.append(f"秘密{len(self.given):05}号{of}")
        return self.given[-1]

    def day(self) -> str:
        number = len(self.given)
        self.given.append(f"{2031 + number // 336}-{1 + number // 28 % 12:02}-{1 + number % 28:02}")
        return self.given[-1]


def marked(
    content: dict[str, Any], model: type[BaseModel], marker: Marker, *, all_of: bool
) -> None:
    """Puts a marker into every internal free text and day; into all of them where `all_of`."""
    for name, info in model.model_fields.items():
        value = content.get(name)
        inner = inner_model(info.annotation)
        is_internal = all_of or name not in public_names(model)
        if inner and value is not None:
            for part in value if isinstance(value, list) else [value]:
                marked(part, inner, marker, all_of=is_internal)
        elif is_internal and name in DAYS and value is not None:
            content[name] = marker.day()
        elif is_internal and _is_free(name, model, value):
            content[name] = marker.text(of="办公室" if name == "approved_by" else "")
        elif is_internal and isinstance(value, list) and _is_free_list(name, model):
            content[name] = [marker.text() for _ in value]


def _is_free(name: str, model: type[BaseModel], value: object) -> bool:
    """Whether a field may hold any text: no word of a list, no code, no name that must match."""
    if list_of_words(model.model_fields[name]) or name in BOUND:
        return False
    if name == "letter" and model is Penalty:
        return False  # E01 knows how the number of a decision is written
    if name == "by" or (name == "name" and "county" in model.model_fields):
        return False  # roles and counties are told by how they are written
    if not (isinstance(value, str) or (value is None and name == "note")):
        return False
    return _takes(model, name, "秘密00000号")


def _is_free_list(name: str, model: type[BaseModel]) -> bool:
    info = model.model_fields[name]
    return not list_of_words(info) and name not in BOUND and _takes(model, name, ["秘密00000号"])


def _takes(model: type[BaseModel], name: str, value: object) -> bool:
    """Whether the model of a field has nothing against a value."""
    info = model.model_fields[name]
    kind: Any = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


def _is_told(record: Record, cases: Collection[str]) -> bool:
    """Whether anything of a record is public."""
    if isinstance(record, Issue):
        return record.id in cases
    return not isinstance(record, ProgrammeRecord) or record.is_published


@dataclass(frozen=True)
class Marked:
    """The sample with a marker in every place that the public may not see, and both its sites."""

    root: Path
    markers: Sequence[str]

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def public(self) -> Path:
        return self.root / "public"


@pytest.fixture(scope="session")
def marked_sample(tmp_path_factory: pytest.TempPathFactory) -> Marked:
    """Built once for all workers; no test changes it."""
    folder = filled_once(folder_of_the_run(tmp_path_factory), "marked", build_marked)
    return Marked(folder / "register", json.loads((folder / "markers.json").read_text()))


def build_marked(folder: Path) -> None:
    marker = Marker()
    history = History(folder / "register")
    copy = copied(SAMPLE, folder / "copy")
    lend_frame(SAMPLE, history.root)
    register = read_register(copy).register
    shown = {one.issue.id for one in all_shown(register, TODAY, is_public=True) if one.issue}
    records = {one.raw.path: one.record for one in register.filed}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for path in (copy / "records").rglob("*.yml"):
        name = path.relative_to(copy).as_posix()
        before[name] = after[name] = path.read_text(encoding="utf-8")
        record = records.get(name)
        if record is not None:
            content = yaml.load(before[name], yaml.BaseLoader)
            marked(content, type(record), marker, all_of=not _is_told(record, shown))
            after[name] = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    history.commit(before, who="张三", day="2019-08-20")
    history.commit(after, who="李四", day="2019-08-21")
    for name, is_public in (("site", False), ("public", True)):
        built = build_site(history.root, history.root / name, TODAY, is_public=is_public)
        assert built.pages, [f"{one.path}: {one.message}" for one in built.verdict.findings]
    (folder / "markers.json").write_text(json.dumps(marker.given))


def texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every file as text, search shards and packed files unpacked."""
    for path in sorted(site.rglob("*")):
        if path.is_file():
            content = path.read_bytes().decode("utf-8", "replace")
            if is_zipfile(path):
                packed = ZipFile(path)
                content = "".join(packed.read(one).decode() for one in packed.namelist())
            for packed in re.findall(r'lantianShard\("[^"]*","[^"]*","([^"]*)"', content):
                content += gzip.decompress(base64.b64decode(packed)).decode()
            yield path.relative_to(site).as_posix(), content


def test_record_that_says_what_a_column_means_keeps_no_secret() -> None:
    said = str(field_at(Issue, "events.note").description)
    texts = EditionTexts(frozenset(), frozenset({said, "只在内部台账里写着的一句话"}))
    public = _public_texts(read_register(SAMPLE).register, [texts])
    assert _secrets(public, [texts]) == {"只在内部台账里写着的一句话"}


def test_file_that_is_offered_may_be_called_like_one_that_was_imported(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>cases.csv</p>")
    register, texts = (
        read_register(SAMPLE).register,
        EditionTexts(frozenset(), frozenset({"cases.csv"})),
    )
    scan_for_leaks(tmp_path, ["page.html"], register, [texts], ["cases.csv"])
    with pytest.raises(WorkError):
        scan_for_leaks(tmp_path, ["page.html"], register, [texts])


HARMLESS = (
    *("公开期已满", "名称不再显示", "undefined", "constructor", "2019-07-15", "第 3 组", "12345"),
    *("lt-text", "datapackage", "示例甲市示例东区"),
)


@pytest.mark.parametrize("note", HARMLESS)
def test_note_that_says_what_pages_say_anyway_stops_nothing(tmp_path: Path, note: str) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "age.js").write_text(f'"{note}"')
    (tmp_path / "page.html").write_text(f"<p>{note}</p>")
    public = frozenset({"示例甲市", "示例东区", "第 ", "3 组"})
    texts = EditionTexts(public, frozenset({note}))
    scan_for_leaks(tmp_path, ["assets/age.js", "page.html"], EMPTY, [texts])


@pytest.mark.parametrize("name", ["data/a.zip", "data/a.xlsx", "data/a.sqlite", "a.csv", "a.html"])
def test_secret_is_found_in_every_kind_of_file_with_its_record(tmp_path: Path, name: str) -> None:
    secret = "举报人住在厂区隔壁"
    (tmp_path / "data").mkdir()
    if name.endswith((".zip", ".xlsx")):
        with ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("xl/sharedStrings.xml", f"<t>{secret}</t>")
    else:
        (tmp_path / name).write_text(f"前面{secret}后面")
    texts = EditionTexts(frozenset(), frozenset({secret}))
    raw = raw_file("records/issues/x.yml", f"events:\n- note: {secret}\n".encode())
    with pytest.raises(WorkError, match=r"records/issues/x\.yml 的 events\.0\.note") as caught:
        scan_for_leaks(
            tmp_path, [name], EMPTY, [texts], where=lambda text: place_of_text([raw], text)
        )
    assert secret not in caught.value.message


@pytest.mark.parametrize(("number", "stops"), [("029-88880000", False), ("029-88880001", True)])
def test_telephone_of_an_office_may_be_published(
    tmp_path: Path, number: str, *, stops: bool
) -> None:
    (tmp_path / "page.html").write_text(f"<p>电话{number}</p>")
    texts = EditionTexts(frozenset({"更正请拨打029-88880000"}), frozenset())
    found = list(leaks(tmp_path, ["page.html"], EMPTY, [texts]))
    assert [one.what for one in found] == (["固定电话号码"] if stops else [])


def test_no_marker_gets_into_the_public_edition(marked_sample: Marked) -> None:
    assert len(marked_sample.markers) > 300
    register = read_register(marked_sample.root).register
    buried = [one for one in all_shown(register, TODAY, is_public=True) if not one.issue]
    told = {one.exposure.reason for one in buried if one.exposed}
    secret = [one for one in marked_sample.markers if one not in told]
    for path, text in texts(marked_sample.public):
        assert [one for one in secret if one in text] == [], path


def test_public_edition_says_by_role_who_recorded_what(marked_sample: Marked) -> None:
    public, full = (
        "\n".join(text for _, text in texts(site))
        for site in (marked_sample.public, marked_sample.site)
    )
    assert [name for name in ("张三", "李四") if name in public] == []
    assert RECORDER in public
    assert [name for name in ("张三", "李四") if name in full] == ["张三", "李四"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("张三", RECORDER),
        ("Zhang San", RECORDER),
        ("zhangsan@example.invalid", RECORDER),
        ("张局长", RECORDER),
        ("生态环境部张三", RECORDER),
        ("", RECORDER),
        ("西安市生态环境局", "西安市生态环境局"),
    ],
)
def test_an_office_is_named_and_a_person_is_not(name: str, said: str) -> None:
    assert role_of_committer(name) == said


@pytest.mark.parametrize(
    ("settings", "allowed"),
    [
        ("extra:\n  committer_names: true\n", True),
        ("extra:\n  committer_names: false\n", False),
        ("extra:\n  committer_names: yes please\n", False),
        ("extra: true\n", False),
        ("committer_names: true\n", False),
        ("extra: {committer_names: [true]}\n", False),
        (": : :\n", False),
        ("", False),
    ],
)
def test_names_of_committers_are_public_where_the_register_says_so(
    tmp_path: Path, settings: str, *, allowed: bool
) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings)
    assert names_committers(tmp_path / "mkdocs.yml") is allowed
    assert not names_committers(tmp_path / "missing.yml")


def test_manifest_of_the_public_edition_has_no_path_of_an_issue() -> None:
    changed = frozenset({"records/issues/SL19/990100/R01/a.yml", "records/vocabulary.yml"})
    audit = Audit(COMMIT, None, changed)  # type: ignore[arg-type]
    told = {name: manifest_of(audit, TODAY, name, {}).uncommitted for name in ("public", "full")}
    assert told == {
        "public": ("records/issues/", "records/vocabulary.yml"),
        "full": tuple(sorted(changed)),
    }


def test_markers_are_in_the_full_edition(marked_sample: Marked) -> None:
    whole = "\n".join(text for _, text in texts(marked_sample.site))
    there = [one for one in marked_sample.markers if one in whole]
    assert len(there) > 0.9 * len(marked_sample.markers)


def test_ids_of_hidden_issues_are_not_in_the_public_edition(marked_sample: Marked) -> None:
    register = read_register(marked_sample.root).register
    told = {
        one.exposed.line.id for one in all_shown(register, TODAY, is_public=True) if one.exposed
    }
    hidden = {issue.id for issue in register.issues} - told
    assert hidden
    for path, text in texts(marked_sample.public):
        assert not [one for one in hidden if one in text], path


def test_public_and_full_edition_count_the_same_of_a_programme_that_publishes_all(
    marked_sample: Marked,
) -> None:
    """The issues of LS19 are told with those of LS17, which are exposed; of LP19 none is."""
    full, public = (
        _counts_by_round((folder / "progress/rounds.html").read_text())
        for folder in (marked_sample.site, marked_sample.public)
    )
    assert public
    assert public == {key: count for key, count in full.items() if not key[1].startswith("LP19")}
    counted, told = (
        next(row for row in _rows((folder / STATUS).read_text()) if row[0] == ONLY_TOLD)
        for folder in (marked_sample.site, marked_sample.public)
    )
    assert [one for one in counted if "%" not in one] == [one for one in told if "%" not in one]


STATUS, ONLY_TOLD = "progress/status.html", "示例乙市"
"""A table of counts, and a city of which no issue is kept from it."""


def _rows(page: str) -> list[list[str]]:
    """The rows of all tables that hold figures, as texts."""
    rows = re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL) for row in rows]
    texts = [[re.sub(r"<[^>]+>", "", one).strip() for one in row] for row in cells]
    return [row for row in texts if (row and row[-1].isdecimal()) or "%" in "".join(row)]


def _counts_by_round(page: str) -> dict[tuple[str, str], str]:
    """The city and the round of a count → the count, of the table by round."""
    table = re.findall(r"<tr\b.*?</tr>", page, re.DOTALL)
    cells = [re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.DOTALL) for row in table]
    heads, *rows = [[re.sub(r"<[^>]+>", "", one).strip() for one in row] for row in cells]
    return {
        (row[0], head): count
        for row in rows
        for head, count in zip(heads[1:-1], row[1:-1], strict=True)
        if row[0] != "合计"
    }


def test_public_edition_has_no_ledgers_downloads_or_calendars(marked_sample: Marked) -> None:
    names = {path for path, _ in texts(marked_sample.public)}
    assert not [one for one in names if re.match(r"ledgers/|downloads/|calendars/", one)]
    assert "内部" not in (marked_sample.public / "index.html").read_text()


def test_every_page_of_the_full_edition_is_marked(marked_sample: Marked) -> None:
    for path in marked_sample.site.rglob("*.html"):
        if path.name != "404.html":
            assert "内部" in path.read_text(encoding="utf-8"), path


def test_tombstone_names_no_site(run: Path) -> None:
    public = built_once(run, SAMPLE, TODAY, is_public=True)
    register = read_register(SAMPLE).register
    told = all_shown(register, TODAY, is_public=True)
    stones = [one for one in told if one.exposed and not one.issue]
    assert stones
    sites = {issue.id: issue.site.name for issue in register.issues}
    feed = (public / "feeds" / "exposures.xml").read_text()
    for stone in stones:
        name = stone.summary.id
        page = (public / "exposures" / f"{name}.html").read_text()
        assert stone.exposure.reason in page
        assert stone.summary.category in page
        assert sites[name] not in page
        assert f"曝光已撤下：{name}" in feed


def test_personal_data_stop_the_public_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `check` does not read: the register's own guide."""
    root = ready(SAMPLE, tmp_path)
    (root / "records" / "README.md").write_text("# 填报说明\n\n电话 13812345678\n")
    with pytest.raises(WorkError) as caught:
        build_site(root, root / "public", TODAY, is_public=True)
    said = "公开版里有 1 处不能公开的内容，没有生成（guide/writing.html：手机号码）"
    assert caught.value.message == said
    assert not (root / "public").exists()


def test_command_makes_the_public_edition_beside_the_site(tmp_path: Path) -> None:
    root = ready(SAMPLE, tmp_path)
    words = ("build", "--root", root, "--edition", "public", "--today", "2019-08-01")
    assert lantian(*words).code == 0
    assert (root / "public" / "index.html").is_file()
    assert not (root / "site").exists()


def test_watch_finds_what_is_there_and_nothing_else() -> None:
    watch = Watch({"四个字的", "一段比十二个字更长的内部备注", "短"})
    assert watch.found("前面一段比十二个字更长的内部备注后面") == {"一段比十二个字更长的内部备注"}
    assert watch.found("这里有四个字的话，短") == {"四个字的"}
    assert watch.found("一段比十二个字更长的内部备") == set()


_SIGNS = st.text(alphabet='甲乙丙丁<>"\n', max_size=24)


@given(st.frozensets(_SIGNS, max_size=6), st.lists(st.lists(_SIGNS, max_size=3), max_size=5))
def test_watch_finds_in_texts_that_repeat_what_a_plain_search_finds(
    wanted: frozenset[str], pages: list[list[str]]
) -> None:
    """Whatever was searched before, and whatever ends of lines, cells and tags a text goes over."""
    texts = ["".join(page) for page in pages] + ["<td>".join((one, *wanted)) for one in wanted]
    watch = Watch(wanted)
    for text in (*texts, *reversed(texts)):
        assert watch.found(text) == {one for one in wanted if len(one) >= 4 and one in text}


def test_texts_of_other_records_are_looked_for_too() -> None:
    register = read_register(SAMPLE).register
    texts_found = texts_of_others(register, public_register(register, TODAY))
    notes = {team.note for team in register.teams if team.note and len(team.note) >= SENTENCE}
    assert notes
    assert notes <= texts_found.internal
    assert register.programmes["LS19"].name not in texts_found.internal
    assert all(len(one) >= SENTENCE for one in texts_found.internal)


def test_public_changes_tell_nothing_of_internal_records(marked_sample: Marked) -> None:
    page = (marked_sample.public / "changes" / "index.html").read_text(encoding="utf-8")
    assert "LS19-R01-990100" not in page
    assert "LS19-C2019-001" in page


def test_texts_of_a_case_leave_out_what_it_shows() -> None:
    issue = read_register(SAMPLE).register.issues[0]
    texts_found = texts_of(issue, None)
    assert issue.site.name in texts_found.internal
    assert issue.id in texts_found.internal
    assert texts_of(issue, issue).internal == frozenset()
    assert isinstance(issue.events[0], Event)
