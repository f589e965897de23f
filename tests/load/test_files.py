"""Text → raw record: what is read, what is refused, and at which place."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.fields import Bare
from generator.core.findings import Location, WorkError
from generator.core.raw import RawRecord
from generator.load.files import read_files
from generator.load.yaml_reader import read_text

Faults = list[tuple[str, int, int]]


def read(text: str) -> RawRecord:
    """The text as the record `records/x.yml`."""
    return read_text("records/x.yml", text)


def faults_of(raw: RawRecord) -> Faults:
    """Slug, line and column of each fault."""
    return [(fault.slug, fault.mark.line, fault.mark.column) for fault in raw.faults]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a: 1\n", {"a": "1"}),
        ("a: 2019-07-08\n", {"a": "2019-07-08"}),
        ("a: true\nb: 'no'\n", {"a": "true", "b": "no"}),
        ("a: 1.50\n", {"a": "1.50"}),
        ("a: {b: 1, c: [x, y]}\n", {"a": {"b": "1", "c": ["x", "y"]}}),
        ("- a\n", None),
        ("a:\n- b: 1\n  c: 2\n- d\n", {"a": [{"b": "1", "c": "2"}, "d"]}),
        ("a: |\n  一\n  二\n", {"a": "一\n二\n"}),
        ("a: >\n  一\n  二\n", {"a": "一 二\n"}),
        ('a: "一\n  二"\n', {"a": "一 二"}),
        ('a: "x\\u0000y"\n', {"a": "x\0y"}),
        ("---\na: 1\n...\n", {"a": "1"}),
        ("# 说明\na: 1 # 说明\n", {"a": "1"}),
        ("a: 他说“不”\n", {"a": "他说“不”"}),
        ("a: <script>\nb: '{{ x }}'\n", {"a": "<script>", "b": "{{ x }}"}),
        ("a: 𠮷野家\u202e\n", {"a": "𠮷野家\u202e"}),
    ],
)
def test_every_value_is_read_as_text(text: str, content: object) -> None:
    assert read(text).content == content


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        ("610100", True),
        ("-1.5", True),
        ("1e5", True),
        ("0x1F", True),
        ("1_000", True),
        (".5", True),
        ('"610100"', False),
        ("2019-07-08", False),
        ("12个", False),
        ("１２", False),
    ],
)
def test_number_without_quotes_is_marked_as_bare(text: str, *, is_bare: bool) -> None:
    content = read(f"a: {text}\n").content
    assert content is not None
    assert isinstance(content["a"], Bare) == is_bare


def test_keys_and_values_have_places_counted_in_characters() -> None:
    raw = read("编号: 甲\n地点:\n  名称: 示例\n经过:\n- 步骤: 排查\n  日期: 乙\n")
    assert raw.keys == {
        ("编号",): Location(1, 1),
        ("地点",): Location(2, 1),
        ("地点", "名称"): Location(3, 3),
        ("经过",): Location(4, 1),
        ("经过", 0, "步骤"): Location(5, 3),
        ("经过", 0, "日期"): Location(6, 3),
    }
    assert raw.value_mark(("编号",)) == Location(1, 5)
    assert raw.value_mark(("地点", "名称")) == Location(3, 7)
    assert raw.value_mark(("经过", 0, "日期")) == Location(6, 7)


def test_column_after_characters_of_four_bytes_is_counted_in_characters() -> None:
    assert faults_of(read("a: {𠮷𠮷: no}\n")) == [("boolean-word", 1, 9)]


def test_place_of_what_is_missing_is_that_of_its_parent() -> None:
    raw = read("a:\n  b: 1\n")
    assert raw.key_mark(("a", "z")) == Location(1, 1)
    assert raw.key_mark(("z",)) == Location(1, 1)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [("empty-file", 1, 1)]),
        ("# 说明\n", [("empty-file", 1, 1)]),
        ("---\n", [("empty-file", 1, 1)]),
        ("- a\n", [("not-a-mapping", 1, 1)]),
        ("一句话\n", [("not-a-mapping", 1, 1)]),
        ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ("a: &x 1\nb: *x\n", [("anchor", 1, 4), ("alias", 2, 4)]),
        ("a: *x\n", [("alias", 1, 4)]),
        ("a: *某\n", [("alias", 1, 4)]),
        ("a: &某\n", [("anchor", 1, 4)]),
        ("a: !某 x\n", [("tag", 1, 4)]),
        ("a: !!str 1\n", [("tag", 1, 4)]),
        ("<<: {a: &b 1}\n", [("merge-key", 1, 1)]),
        ("a: 1\n---\nb: 1\n", [("several-documents", 2, 1)]),
        ("a: 1\n...\nb: 1\n", [("several-documents", 3, 1)]),
        ("a: 0571\n", [("octal-number", 1, 4)]),
        ("a: 9:30\n", [("clock-number", 1, 4)]),
        ("on: 1\n'on': 1\n", [("boolean-key", 1, 1), ("duplicate-key", 2, 1)]),
        ("a: NO\n", [("boolean-word", 1, 4)]),
        ("a: “否”\n", [("curly-quotes", 1, 4)]),
        ("a:\nb: ~\n", [("empty-value", 1, 3), ("empty-value", 2, 4)]),
        ("a: 甲\0\n", [("control-character", 1, 5)]),
        ("a: 1\nb: 甲\u2028乙\n", [("control-character", 2, 5)]),
        ("a: \ufeff\n", [("control-character", 1, 4)]),
        ("a: 甲 #2 锅炉\n", [("hash-in-value", 1, 6)]),
        ("a: 1 #锅炉没有拆除\n", [("hash-in-value", 1, 6)]),
        ("a: 1 # 锅炉没有拆除\n", [("hash-in-value", 1, 6)]),
        ("a: 甲\t#2\n", [("hash-in-value", 1, 6)]),
        ("a: '甲' #2\n", [("hash-in-value", 1, 8)]),
        ("a: {b: 1} #2\n", [("hash-in-value", 1, 11)]),
        ("a: [甲 #2\n  , 乙]\n", [("hash-in-value", 1, 7)]),
        ("a:\n- 甲 #2\n", [("hash-in-value", 2, 5)]),
        ("a: 甲\n  乙 #2\n", [("hash-in-value", 2, 5)]),
        ("a: 甲 #2\n  乙\nb: 1\n", [("hash-in-value", 1, 6)]),
        ("a: #2\n  甲\n", [("hash-in-value", 1, 4)]),
        ("a: # 乙\n  # 丙\n  甲\n", [("hash-in-value", 1, 4)]),
        ("a:\n- #2\n  甲\n", [("hash-in-value", 2, 3)]),
        ("a: | #2\n  甲\n", [("hash-in-value", 1, 6)]),
        ("a: 2019-05-08 #2\n", [("hash-in-value", 1, 15)]),
        ("a: #2\n", [("empty-value", 1, 3)]),
        ("a: 甲\u200b乙\n", [("invisible-character", 1, 5)]),
        ("# 甲\u202e\na: 1\n", [("invisible-character", 1, 4)]),
        ("a\u00ad: 1\n", [("invisible-character", 1, 2)]),
        ('a: "\\u202e"\n', [("invisible-character", 1, 4)]),
        ('a: "\\0\\a"\n', [("control-character", 1, 4)]),
        ('a: "\\N\\L\\P"\n', [("control-character", 1, 4)]),
        ('a: "\\uFFFE"\n', [("control-character", 1, 4)]),
        ("a: \U000e0041\n", [("invisible-character", 1, 4)]),
        ("a: 甲\xa0乙\n", [("odd-blank", 1, 5)]),
        ("a: \u3164\n", [("odd-blank", 1, 4)]),
        ("a: \u2800\n", [("odd-blank", 1, 4)]),
        ("a: ' 甲'\n", [("odd-blank", 1, 4)]),
        ("a: 甲\u3000\n", [("odd-blank", 1, 4)]),
        ("a:\n\u3000\u3000b: 1\n", [("odd-blank", 2, 1), ("empty-value", 1, 3)]),
        ("a: ⽣⽔\n", [("radical-character", 1, 4), ("radical-character", 1, 5)]),
        ("a: ⺠\n", [("radical-character", 1, 4)]),
        ("a: \uf98a\n", [("decomposed-character", 1, 4)]),
        ("a: e\u0301\n", [("decomposed-character", 1, 4)]),
        ("a: \ufffd\n", [("lost-character", 1, 4)]),
        ("a: {b:1,c:台}\n", [("yaml-syntax", 1, 5), ("yaml-syntax", 1, 9)]),
        ("a: {b：1，c：台}\n", [("yaml-syntax", 1, 5)]),
        ("```yaml\na: 1\n```\n", [("yaml-syntax", 1, 1)]),
        ("a: " + "[" * 5000, [("too-deep", 1, 16)]),
        ("".join(" " * n + "a:\n" for n in range(500)), [("too-deep", 14, 14)]),
    ],
)
def test_text_outside_the_profile_is_a_fault(text: str, faults: Faults) -> None:
    assert faults_of(read(text)) == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        # The parser gives up at line 3, 2, 4 and 2 of these.
        ("a: 1\nkind：企业\nsite: x\n", [("fullwidth-colon", 2, 5)]),
        ("kind：企业\nsite: x\n", [("fullwidth-colon", 1, 5)]),
        ("p:\n  c: 1\n  n：x\nq: 1\n", [("fullwidth-colon", 3, 4)]),
        ("状态：已整改\na: 1\n", [("fullwidth-colon", 1, 3)]),
        ("a：1\nb: 1\nc：1\n", [("fullwidth-colon", 1, 2), ("fullwidth-colon", 3, 2)]),
        ("kind:企业\nsite: x\n", [("yaml-syntax", 1, 6)]),
        ("a: 1\nkind:企业\n", [("yaml-syntax", 2, 6)]),
        ("a: 1\nkind 企业\nsite: x\n", [("yaml-syntax", 2, 1)]),
        ("a:\n-x\n-y\n", [("yaml-syntax", 2, 2)]),
        ("p:\n\tc: 1\n", [("tab", 2, 1)]),
        ("p:\n  a: 1\n\tb: 2\n", [("tab", 3, 1)]),
        ("e:\n-\td: 1\n", [("tab", 2, 2)]),
        ("p: |\n\tabc\n", [("tab", 2, 1)]),
        ('a: "x\nb: y\n', [("unclosed-quote", 1, 4)]),
        ('a: "x\nb: y\nc: z\nd: "1"\ne: 2\n', [("unclosed-quote", 1, 4)]),
        ('a: "x\nb: ""\n', [("unclosed-quote", 1, 4)]),
        ("a: 'x\nb: 'y'\n", [("unclosed-quote", 1, 4)]),
        ('a: "x\nb: y"\n', [("unclosed-quote", 1, 4)]),
        ('a:\n- "110\n- 120"\n', [("unclosed-quote", 2, 3)]),
        ("a: 第一次: 现场\n", [("colon-in-value", 1, 4)]),
        ('a: "x"公司\n', [("yaml-syntax", 1, 7)]),
        ("a: [x]公司\n", [("yaml-syntax", 1, 7)]),
        ("a: [x\nb: 1\n", [("yaml-syntax", 1, 4)]),
        ("a: {x: 1\nb: 1\n", [("yaml-syntax", 1, 4)]),
        ("a: 1\n  b: 2\n", [("yaml-syntax", 2, 4)]),
        ("a:\n  b: 1\n c: 2\n", [("yaml-syntax", 3, 2)]),
        ("a: @x\n", [("yaml-syntax", 1, 4)]),
        ("a: - x\n", [("yaml-syntax", 1, 4)]),
        ("a: >5 吨\n", [("yaml-syntax", 1, 4)]),
        ('a: "C:\\x"\n', [("yaml-syntax", 1, 9)]),
        ("? [a]\n: b\n", [("yaml-syntax", 1, 3)]),
    ],
)
def test_place_is_at_the_mistake_and_not_where_the_parser_stopped(
    text: str, faults: Faults
) -> None:
    assert faults_of(read(text)) == faults


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  状态：已整改\n  “又说”\nb: 1\n",
        'a: "第一行\n  kind: 第二行"\nb: 1\n',
        "a:\n- 'x\n\n  b: c'\n",
        "a: 第一次：现场\n",
        "a: https://example.org/a:b\n",
        "a: 1\tb\n",
        "a:\t1\n",
        "a: 甲#2\n",
        "a: '甲 #2'\n",
        "a: |\n  甲 #2\n",
        "a: | # 甲\n  乙\n",
        "a: '甲' # 2\n",
        "a: [1] #\n",
        "a: 2019-05-08 # 甲\n",
        "a: # 甲\n  b: 1\n",
        "a:\n# 甲\n- b\n  # 丙\n",
        "a: 甲\u3000乙\n",
        "a: ＶＯＣｓ，２号\n",
    ],
)
def test_unusual_but_plain_text_has_no_fault(text: str) -> None:
    assert faults_of(read(text)) == []


def test_second_value_of_a_key_leaves_the_first_and_its_places_alone() -> None:
    raw = read("a:\n  b: 1\na:\n  b: no\n")
    assert raw.content == {"a": {"b": "1"}}
    assert raw.value_mark(("a", "b")) == Location(2, 6)
    assert faults_of(raw) == [("duplicate-key", 3, 1)]


def write(root: Path, files: dict[str, bytes]) -> None:
    """Files below `records/`."""
    for name, content in files.items():
        path = root / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@pytest.mark.parametrize(
    ("content", "read_as", "faults"),
    [
        (b"a: 1\n", {"a": "1"}, []),
        (b"\xef\xbb\xbfa: 1\n", {"a": "1"}, [("byte-order-mark", 1, 1)]),
        (b"a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}, [("carriage-return", 1, 5)]),
        (b"a: 1\nb: 2\r", {"a": "1", "b": "2"}, [("carriage-return", 2, 5)]),
        (
            b"\xef\xbb\xbfa: \xe7\x94\xb2\r\nb: no\r\n",
            {"a": "甲", "b": "no"},
            [("byte-order-mark", 1, 1), ("carriage-return", 1, 5), ("boolean-word", 2, 4)],
        ),
        ("a: 1\nb: 甲乙".encode("gbk"), None, [("not-utf8", 2, 4)]),
        ("a: 甲".encode() + b"\xff", None, [("not-utf8", 1, 5)]),
        (b"a: \x00\n", None, [("control-character", 1, 4)]),
        (b"#" * 1_048_577, None, [("too-large", 1, 1)]),
        (b"a: 1" + b"\n" * 1_048_572, {"a": "1"}, []),
    ],
)
def test_bytes_are_read_as_far_as_they_can_be(
    content: bytes, read_as: object, faults: Faults, tmp_path: Path
) -> None:
    write(tmp_path, {"x.yml": content})
    (raw,) = read_files(tmp_path)
    assert (raw.content, faults_of(raw)) == (read_as, faults)


def test_files_come_in_order_of_path_without_the_guide(tmp_path: Path) -> None:
    write(tmp_path, {"b.yml": b"a: 1", "a/c.yml": b"a: 1", "README.md": b"", "a/README.md": b""})
    paths = [raw.path for raw in read_files(tmp_path)]
    assert paths == ["records/a/README.md", "records/a/c.yml", "records/b.yml"]


def test_folder_with_the_name_of_a_record_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {"x.yml/y.yml": b"a: 1"})
    assert [raw.path for raw in read_files(tmp_path)] == ["records/x.yml/y.yml"]


@pytest.mark.parametrize("name", ["records", "elsewhere"])
def test_root_without_the_folder_stops_the_work(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(WorkError, match="没有 records 文件夹"):
        read_files(tmp_path)


@pytest.fixture
def shared_root() -> Iterator[Path]:
    """A folder that any user of the machine may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Runs a test without the powers of root, who may read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


@pytest.mark.parametrize(
    ("mode", "faults"),
    [(0o600, []), (0o000, [("unreadable-file", 1, 1)])],
)
def test_file_without_permission_is_a_fault(
    mode: int, faults: Faults, shared_root: Path, ordinary_user: None
) -> None:
    raw = _closed(shared_root, "x.yml", mode, within=0o700)
    assert faults_of(raw) == faults


def test_file_in_a_folder_that_may_only_be_listed_is_a_fault(
    shared_root: Path, ordinary_user: None
) -> None:
    assert faults_of(_closed(shared_root, "x.yml", 0o600, within=0o400)) == [
        ("unreadable-file", 1, 1)
    ]


def _closed(root: Path, name: str, mode: int, *, within: int) -> RawRecord:
    """The only file of a register that has these permissions."""
    user = os.geteuid()
    os.seteuid(os.getuid())
    write(root, {name: b"a: 1"})
    folder = root / "records"
    for path, bits in ((folder / name, mode), (folder, within)):
        os.chown(path, user, -1)
        path.chmod(bits)
    os.seteuid(user)
    (raw,) = read_files(root)
    return raw


def test_folder_without_permission_stops_the_work(shared_root: Path, ordinary_user: None) -> None:
    user = os.geteuid()
    os.seteuid(os.getuid())
    write(shared_root, {"cities/x.yml": b"a: 1"})
    closed = shared_root / "records" / "cities"
    closed.chmod(0)
    os.chown(closed, user, -1)
    os.seteuid(user)
    with pytest.raises(WorkError, match="没有读取权限"):
        read_files(shared_root)
