"""`lantian step`: what is legal is added at the end, all else is refused and nothing changes."""

import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.cli import record_files
from generator.cli.record_files import replace_file
from generator.core.findings import WorkError
from generator.kinds.issue.model import Issue
from generator.site.build import read_register
from tests.registers import SAMPLE, copied
from tests.running import Outcome, lantian

ID = "LS19-990100-R01-P07-001"
PATH = f"records/issues/LS19/990100/R01/{ID}.yml"
HEAD = f"""\
# 示例批注
id: {ID}
kind: '点位问题'
site:   {{name: "示例厂"}}   # 行尾批注
category: 未安装治污设施
medium: 大气

found: 示例
events:
"""
FOUND = "- date: 2019-05-09\n  step: 排查\n  by: 第1轮示例甲市第7普通组\n"
REPORTED = FOUND + "- date: 2019-05-10\n  step: 上报\n  by: 第1轮示例甲市第7普通组\n"
ACCEPTED = REPORTED + "- date: 2019-05-11\n  step: 审核\n  by: 示例主管部门\n  result: 认定\n"
SENT = ACCEPTED + "- date: 2019-05-12\n  step: 推送确认\n  by: 示例主管部门\n"
AGREED = SENT + "- date: 2019-05-13\n  step: 确认\n  by: 示例甲市人民政府\n  result: 无异议\n"

NEXT_OF_REPORTED = """\
现在的状态：办理“待审核”，公开“未公开”
现在可以：
    审核（由部做；结论 认定、不予认定、补充材料）
    撤销（由部做；须填 备注）
    更正（须填 更正字段、备注）
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path)


def put(root: Path, text: str | bytes) -> bytes:
    """Makes the issue's file; its bytes."""
    content = text.encode() if isinstance(text, str) else text
    (root / PATH).parent.mkdir(parents=True, exist_ok=True)
    (root / PATH).write_bytes(content)
    return content


def step(root: Path, *words: str, issue: str = ID) -> Outcome:
    return lantian("step", issue, *words, "--root", root)


def now(root: Path) -> bytes:
    return (root / PATH).read_bytes()


def errors(root: Path) -> list[str]:
    return [one.message for one in read_register(root).findings if one.path == PATH]


DEADLINES = ["--plan-due", "2019-05-20", "--due", "2019-06-20"]

LEGAL: Sequence[tuple[str, list[str], str]] = [
    (
        FOUND,
        ["上报", "--date", "2019-05-10", "--by", "第1轮示例甲市第7普通组"],
        "- date: 2019-05-10\n  step: 上报\n  by: 第1轮示例甲市第7普通组\n",
    ),
    (
        REPORTED,
        ["审核", "--date", "2019-05-10", "--by", "示例主管部门", "--result", "不予认定"],
        "- date: 2019-05-10\n  step: 审核\n  by: 示例主管部门\n  result: 不予认定\n",
    ),
    (
        AGREED,
        [
            "交办",
            "--date",
            "2019-05-14",
            "--by",
            "示例主管部门",
            "--letter",
            "示例函〔2019〕9号",
            *DEADLINES,
        ],
        "- date: 2019-05-14\n  step: 交办\n  by: 示例主管部门\n  letter: 示例函〔2019〕9号\n"
        "  plan_due: 2019-05-20\n  due: 2019-06-20\n",
    ),
    (
        FOUND,
        ["更正", "--date", "2019-06", "--corrects", "site.name、due", "--note", "示例：记错"],
        "- date: 2019-06\n  step: 更正\n  corrects: site.name、due\n  note: 示例：记错\n",
    ),
    (
        FOUND,
        ["撤销", "--date", "2019-05-10", "--by", "示例主管部门", "--note", "甲: 乙 # 丙"],
        '- date: 2019-05-10\n  step: 撤销\n  by: 示例主管部门\n  note: "甲: 乙 # 丙"\n',
    ),
]


@pytest.mark.parametrize(("events", "words", "added"), LEGAL, ids=lambda one: str(one)[:12])
def test_legal_step_is_added_and_the_rest_stays_byte_for_byte(
    root: Path, events: str, words: list[str], added: str
) -> None:
    before = put(root, HEAD + events)
    said = step(root, *words)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"已加上：{PATH}\n{added}现在的状态：")
    assert now(root) == before + added.encode()
    assert errors(root) == []


REFUSED: Sequence[tuple[str, list[str], str]] = [
    (
        REPORTED,
        ["交办", "--date", "2019-05-12", "--by", "示例主管部门", "--letter", "甲", *DEADLINES[2:]],
        "  方案期限（--plan-due）：“交办”缺少方案期限\n    改法：填“方案期限”\n",
    ),
    (
        REPORTED,
        ["审核", "--date", "2019-05-12", "--by", "某市人民政府", "--result", "认定"],
        "  由谁（--by）：“审核”不由 '某市人民政府' 做\n    改法：部的名称是“示例主管部门”\n",
    ),
    (
        REPORTED,
        ["审核", "--date", "2019-05-12", "--by", "示例主管部门"],
        "  结论（--result）：“审核”缺少结论\n    改法：“结论”填认定或不予认定或补充材料\n",
    ),
    (
        REPORTED,
        ["审核", "--date", "2019-05-12", "--by", "示例主管部门", "--result", "到位"],
        "  结论（--result）：“审核”没有“到位”这个结论\n"
        "    改法：“结论”填认定或不予认定或补充材料\n",
    ),
    (
        REPORTED,
        [
            "撤销",
            "--date",
            "2019-05-12",
            "--by",
            "示例主管部门",
            "--result",
            "撤销",
            "--note",
            "甲",
        ],
        "  结论（--result）：“撤销”没有结论，这里却写了“撤销”\n    改法：“结论”空着\n",
    ),
    (
        REPORTED,
        ["审核", "--date", "2019-05-09", "--by", "示例主管部门", "--result", "认定"],
        "  日期（--date）：“审核”的日期 2019-05-09 早于前一步“上报”的 2019-05-10\n"
        "    改法：查对两处日期；前一步还没有合并的，把这一步移到它前面，"
        "已经合并的不移动，补记的写在后面一步的“备注”里\n",
    ),
    (
        REPORTED,
        ["曝光", "--date", "2019-05-12", "--approved-by", "示例主管部门"],
        "  步骤：还没有审核（认定），不能做“曝光”\n",
    ),
    (
        REPORTED,
        ["更正", "--date", "2019-05-12", "--corrects", "found", "--note", "电话13800138000"],
        "  备注（--note）：这里有手机号码\n",
    ),
    (
        REPORTED,
        ["移送公安", "--date", "2019-05-12"],
        "  步骤：“移送公安”不是这类问题的步骤\n    改法：现在可以做的步骤：审核、撤销、更正\n",
    ),
]


@pytest.mark.parametrize(("events", "words", "reason"), REFUSED, ids=lambda one: str(one)[:12])
def test_illegal_step_is_refused_with_the_reason_and_what_is_legal(
    root: Path, events: str, words: list[str], reason: str
) -> None:
    before = put(root, HEAD + events)
    said = step(root, *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"没有写入：{ID} 不能这样记“{words[0]}”。\n")
    assert reason in said.err
    assert said.err.endswith(NEXT_OF_REPORTED)
    assert now(root) == before


def test_step_that_nobody_knows_is_refused_with_the_nearest(root: Path) -> None:
    before = put(root, HEAD + REPORTED)
    said = step(root, "审核通过", "--date", "2019-05-12")
    assert said.code == 1
    assert "改法：是不是“审核”？" in said.err
    assert now(root) == before


USAGE: Sequence[tuple[list[str], str]] = [
    (["审核"], "日期（--date）：没有填"),
    (["审核", "--date", "2019-2-30"], "'2019-2-30' 不是日历上的日子"),
    (["审核", "--date", "2019-02-30"], "2019年2月只有 01 到 28 日"),
    (["审核", "--date", "2019-05-12", "--due", "2O19-06"], "不是规定的日期写法"),
    (["审核", "--date", "2019-05-12", "--by", "  "], "什么也没有写"),
    (["审核", "--date", "2019-05-12", "--note", "甲\x1b[31m"], "看不见的控制字符 U+001B"),
    (["审核", "--date", "2019-05-12", "--note", "甲\u2028乙"], "看不见的换行符号 U+2028"),
    (["审核", "--date", "2019-05-12", "--note", "甲\udcff"], "读不出的字符 U+DCFF"),
    (["审核", "--date", "2019-05-12", "--note", "长" * 5001], "太长，有 5001 字，最多 5000 字"),
    (["更正", "--date", "2019-05-12", "--corrects", "fuond"], "是不是“found”？"),
    (["更正", "--date", "2019-05-12", "--corrects", "id"], "问题没有叫 'id' 的字段"),
]


@pytest.mark.parametrize(("words", "reason"), USAGE, ids=lambda one: str(one)[:40])
def test_value_that_can_not_be_read_is_wrong_usage(
    root: Path, words: list[str], reason: str
) -> None:
    before = put(root, HEAD + REPORTED)
    said = step(root, *words)
    assert said.code == 2
    assert reason in said.err
    assert now(root) == before


@pytest.mark.parametrize(
    "note",
    [
        "第一行\n第二行",
        "甲: 乙",
        "甲 #乙",
        "'单' \"双\" \\",
        "- 甲\n- 乙: |",
        "yes",
        "长" * 5000,
        "a b " * 1000,
        "```\n---\n...\n",
        "𠮷\u0301",
    ],
    ids=lambda note: repr(note)[:24],
)
def test_hostile_text_stays_text(root: Path, note: str) -> None:
    before = put(root, HEAD + REPORTED)
    words = ["审核", "--date", "2019-05-12", "--by", "示例主管部门", "--result", "认定"]
    said = step(root, *words, "--note", note)
    assert said.code == 0
    assert now(root).startswith(before)
    judgement = read_register(root)
    assert errors(root) == []
    [issue] = [one.record for one in judgement.register.of(Issue) if one.record.id == ID]
    assert issue.events[-1].note == note.strip()


def test_dry_run_shows_and_writes_nothing(root: Path) -> None:
    before = put(root, HEAD + FOUND)
    said = step(root, *LEGAL[0][1], "--dry-run")
    assert said.code == 0
    assert said.out.startswith(f"没有写入，会加上：{PATH}\n- date: 2019-05-10\n  step: 上报\n")
    assert now(root) == before


FORMS: Sequence[tuple[str, str]] = [
    (FOUND.rstrip("\n"), "\n{}"),
    (FOUND + "# 末尾批注", "\n{}"),
    (FOUND + "\n\n", "{}"),
    ("".join(f"    {line}\n" for line in FOUND.splitlines()), "    {}"),
    ("-   date: 2019-05-09\n    step: 排查\n    by: 第1轮示例甲市第7普通组\n", "{}"),
]


@pytest.mark.parametrize(("events", "added"), FORMS)
def test_file_as_a_person_wrote_it_is_carried_on(root: Path, events: str, added: str) -> None:
    before = put(root, HEAD + events)
    assert step(root, *LEGAL[0][1]).code == 0
    indent = " " * 4 if added.startswith(" ") else ""
    lines = LEGAL[0][2].splitlines()
    first, rest = added.format(lines[0]), [f"{indent}{line}" for line in lines[1:]]
    assert now(root) == before + "\n".join([first, *rest, ""]).encode()
    assert errors(root) == []


NOT_IN_FORM = [
    HEAD.replace("found: 示例\n", "") + FOUND + "found: 示例\n",
    HEAD.rstrip("\n") + " [{date: 2019-05-09, step: 排查, by: 第1轮示例甲市第7普通组}]\n",
    HEAD + "-\n" + "".join(f"  {line[2:]}\n" for line in FOUND.splitlines()),
    HEAD + FOUND + "...\n",
    HEAD + FOUND + "  note: |\n    甲",
]


@pytest.mark.parametrize("text", NOT_IN_FORM, ids=range(len(NOT_IN_FORM)))
def test_file_that_can_not_be_carried_on_is_to_be_formatted_first(root: Path, text: str) -> None:
    before = put(root, text)
    said = step(root, *LEGAL[0][1])
    assert (said.code, said.out) == (3, "")
    assert f"先运行 lantian fmt {PATH}" in said.err
    assert now(root) == before
    assert lantian("fmt", root / PATH, "--root", root).code == 0
    assert step(root, *LEGAL[0][1]).code == 0
    assert errors(root) == []


FAULTY = [
    ((HEAD + FOUND).replace("\n", "\r\n"), "换行是 Windows 格式（CRLF）"),
    ("\ufeff" + HEAD + FOUND, "BOM"),
    (HEAD + FOUND.replace("step: ", "step："), "全角"),
    (HEAD.replace("kind:", "knd:") + FOUND, "knd"),
    (HEAD + FOUND + "- date: 2019-05-10\n  step: 核查\n", "不能做“核查”"),
]


@pytest.mark.parametrize(("text", "reason"), FAULTY, ids=lambda one: one[:9])
def test_file_with_errors_is_not_carried_on(root: Path, text: str, reason: str) -> None:
    before = put(root, text)
    said = step(root, *LEGAL[0][1])
    assert said.code == 3
    assert "现在就有错误，没有写入" in said.err
    assert reason in said.err
    assert now(root) == before


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("LS19-990100-R01-P07-1", f"是不是 {ID}？"),
        ("LS19-990100-R01-P07-0001", f"是不是 {ID}？"),
        ("LS19-990100-R1-P7-1", f"是不是 {ID}？"),
        ("ＬＳ19-990100-R01-P07-00001", f"是不是 {ID}？"),
        (ID.lower(), f"是不是 {ID}？"),
        ("LS19-990100-R01-P07-2", "这一组没有这个序号，相近的序号有 001；写完整的编号"),
        ("LS19-990100-R01-P07-011", "这一组没有这个序号，相近的序号有 001；写完整的编号"),
        ("LS19-990100-R01-P07-01x", "编号写成 LT19-610100-R05-P03-012 这样"),
        ("LS19-990100-R01-P07-000", "编号写成 LT19-610100-R05-P03-012 这样"),
        ("LS19-990100-R09-P07-001", "没有以 LS19-990100-R09-P07- 开头的问题"),
        ("LS19-990100-R01-P08-001", "没有以 LS19-990100-R01-P08- 开头的问题"),
        ("完全不是编号", "编号写成 LT19-610100-R05-P03-012 这样"),
        ("../../../etc-passwd", "没有编号为 '../../../etc-passwd' 的问题"),
        ("/-/-/", "没有编号为"),
    ],
)
def test_unknown_id_is_refused_with_the_id_meant(root: Path, typed: str, hint: str) -> None:
    put(root, HEAD + FOUND)
    said = step(root, "上报", "--date", "2019-05-10", issue=typed)
    assert said.code == 3
    assert hint in said.err


def test_programme_without_lifecycle_is_said(root: Path) -> None:
    before = put(root, HEAD + FOUND)
    programme = root / "records/programmes/LS19.yml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(
        text[: text.index("lifecycle:")] + text[text.index("scale:") :], encoding="utf-8"
    )
    said = step(root, *LEGAL[0][1])
    assert said.code == 3
    assert "LS19 的记录里没有办理流程（lifecycle），不能判断这一步合不合规定" in said.err
    assert now(root) == before


def test_broken_lifecycle_stops_the_step(root: Path) -> None:
    put(root, HEAD + FOUND)
    programme = root / "records/programmes/LS19.yml"
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("to: 待审核", "to: 待审合"), encoding="utf-8")
    said = step(root, *LEGAL[0][1])
    assert said.code == 3
    assert "待审合" in said.err


def test_permissions_stay(root: Path) -> None:
    put(root, HEAD + FOUND)
    (root / PATH).chmod(0o640)
    assert step(root, *LEGAL[0][1]).code == 0
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640


def test_read_only_file_stays_as_it_is(root: Path) -> None:
    before = put(root, HEAD + FOUND)
    (root / PATH).chmod(0o444)
    said = step(root, *LEGAL[0][1])
    assert said.code == 3
    assert f"文件“{PATH}”是只读的，没有写入" in said.err
    assert now(root) == before


def test_link_is_not_written_through(root: Path, tmp_path: Path) -> None:
    put(root, HEAD + FOUND)
    elsewhere = tmp_path / "elsewhere.yml"
    (root / PATH).rename(elsewhere)
    (root / PATH).symlink_to(elsewhere)
    said = step(root, *LEGAL[0][1])
    assert said.code == 3
    assert "符号链接" in said.err
    assert elsewhere.read_text(encoding="utf-8") == HEAD + FOUND


def test_file_that_changed_in_between_is_not_overwritten(root: Path) -> None:
    put(root, HEAD + REPORTED)
    with pytest.raises(WorkError, match="刚刚被别人改过"):
        replace_file(root, PATH, (HEAD + FOUND).encode(), b"lost")
    assert now(root) == (HEAD + REPORTED).encode()


def test_two_at_once_never_lose_a_step(root: Path) -> None:
    """Corrections are legal at any time: each is there whole, or its command said no."""
    before = put(root, HEAD + FOUND)
    words = [sys.executable, "-m", "generator", "step", ID, "更正", "--date", "2019-05-10"]
    running = [
        subprocess.Popen(
            [
                *words,
                "--corrects",
                "found",
                "--note",
                f"企业数误作{number + 1}家",
                "--root",
                str(root),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(6)
    ]
    ended = [(one.communicate(), one.returncode)[1] for one in running]
    after = now(root)
    assert after.startswith(before)
    assert set(ended) <= {0, 3}
    assert [f"note: 企业数误作{number + 1}家".encode() in after for number in range(6)] == [
        code == 0 for code in ended
    ]
    assert errors(root) == []


def test_killed_run_leaves_the_file_whole_and_nothing_beside_it(root: Path) -> None:
    before = put(root, HEAD + FOUND)
    killed = (
        "import os, signal\n"
        "from pathlib import Path\n"
        "from generator.cli.record_files import replace_file\n"
        "Path.chmod = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"root, path = Path({str(root)!r}), {PATH!r}\n"
        "replace_file(root, path, (root / path).read_bytes(), b'x')"
    )
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode < 0
    assert now(root) == before
    assert [path.name for path in (root / PATH).parent.glob(f"*{ID}*")] == [f"{ID}.yml"]
    assert any((root / ".build").iterdir())
    assert step(root, *LEGAL[0][1]).code == 0


def test_refusing_disk_is_one_sentence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = put(root, HEAD + FOUND)

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(record_files.os, "fsync", full)
    said = step(root, *LEGAL[0][1])
    assert said.code == 3
    assert "文件没有改动" in said.err
    assert now(root) == before
    assert [one.name for one in (root / ".build").iterdir()] == ["records.lock"]


def test_help_names_every_field_of_an_event() -> None:
    said = lantian("step", "--help").out
    for option in (
        "--by",
        "--letter",
        "--plan-due",
        "--due",
        "--approved-by",
        "--corrects",
        "--note",
    ):
        assert option in said


EXPOSED = ["曝光", "--date", "2019-05-14", "--approved-by", "示例主管部门", "--grade", "一般"]
PERIOD = ["--publish-from", "2019-05-14", "--publish-until", "2019-08-13"]
NOTICE = [
    "--source-title",
    "示例通报",
    "--source-publisher",
    "示例部门",
    "--source-date",
    "2019-05",
]
SOURCED = HEAD.replace("events:\n", "sources:\n- title: 示例旧通报\n# 批注\nevents:\n")
EVENT_OF_EXPOSURE = (
    "- date: 2019-05-14\n  step: 曝光\n  approved_by: 示例主管部门\n  grade: 一般\n"
    "  publish_from: 2019-05-14\n  publish_until: 2019-08-13\n  source: {}\n"
)
SOURCE = "- title: 示例通报\n  publisher: 示例部门\n  date: 2019-05\n"


@pytest.mark.parametrize(
    ("head", "now_head", "number"),
    [
        (HEAD, HEAD.replace("events:\n", f"sources:\n{SOURCE}events:\n"), 1),
        (SOURCED, SOURCED.replace("# 批注\nevents", f"{SOURCE}# 批注\nevents"), 2),
        (
            SOURCED.replace("- title: 示例旧通报\n", "  - title: 示例旧通报\n"),
            SOURCED.replace(
                "- title: 示例旧通报\n",
                "  - title: 示例旧通报\n" + "".join(f"  {line}\n" for line in SOURCE.splitlines()),
            ),
            2,
        ),
        (
            HEAD.replace("events:\n", f"sources:\n{SOURCE}events:\n"),
            HEAD.replace("events:\n", f"sources:\n{SOURCE}events:\n"),
            1,
        ),
    ],
    ids=["first", "second", "indented", "listed"],
)
def test_exposure_takes_its_source_and_the_rest_stays(
    root: Path, head: str, now_head: str, number: int
) -> None:
    put(root, head + AGREED)
    said = step(root, *EXPOSED, *PERIOD, *NOTICE)
    assert (said.code, said.err) == (0, "")
    assert now(root).decode() == now_head + AGREED + EVENT_OF_EXPOSURE.format(number)
    assert errors(root) == []


def test_published_step_takes_words_and_a_source_that_is_listed(root: Path) -> None:
    put(root, SOURCED + FOUND)
    words = ["更正", "--date", "2019-05-10", "--corrects", "site", "--note", "示例"]
    said = step(root, *words, "--words", "示例原话", "--source", "1", "--not-after")
    assert said.code == 0
    assert (
        now(root)
        .decode()
        .endswith(
            "- date: 2019-05-10\n  not_after: true\n  step: 更正\n  corrects: site\n"
            "  words: 示例原话\n  source: 1\n  note: 示例\n"
        )
    )


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["--source-publisher", "示例部门"], 2, "来源标题（--source-title）：没有填"),
        ([*NOTICE, "--source", "1"], 2, "依据来源（--source）：指已经列出的来源"),
        ([*NOTICE, "--source-url", "示例"], 2, "以 http:// 或 https:// 开头"),
        (["--source", "2"], 1, "据第 2 个来源，这条记录只有 1 个来源"),
        (["--source", "0"], 2, "依据来源（--source）："),
    ],
    ids=lambda one: str(one)[:24],
)
def test_source_that_can_not_be_taken_is_refused(
    root: Path, words: list[str], code: int, reason: str
) -> None:
    before = put(root, SOURCED + AGREED)
    said = step(root, *EXPOSED, *PERIOD, *words)
    assert said.code == code
    assert reason in said.err
    assert now(root) == before


def test_sources_in_one_line_are_to_be_formatted_first(root: Path) -> None:
    head = HEAD.replace("events:\n", "sources: [{title: 示例旧通报}]\nevents:\n")
    before = put(root, head + AGREED)
    said = step(root, *EXPOSED, *PERIOD, *NOTICE)
    assert said.code == 3
    assert f"先运行 lantian fmt {PATH}" in said.err
    assert now(root) == before
