"""What other programs complain of is said in Chinese first, their own words last."""

import sys
from pathlib import Path

import pytest

from generator.core.complaints import OF_THE_MACHINE, in_chinese
from generator.core.findings import WorkError
from generator.form import runtime


def test_meaning_comes_first_and_what_is_shown_behind() -> None:
    said = "trace\nOSError: [Errno 28] No space left on device\n"
    assert in_chinese("MkDocs", said, OF_THE_MACHINE) == (
        "磁盘满了（原文：OSError: [Errno 28] No space left on device）"
    )
    assert in_chinese("MkDocs", "odd\n", OF_THE_MACHINE, "x") == (
        "MkDocs 没有做成这一步（原文：x）"
    )
    assert in_chinese("MkDocs", " \n", OF_THE_MACHINE) == "MkDocs 没有说明原因"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("npm error code ENOTFOUND", "取不到：连不上网络（原文：npm error code ENOTFOUND）"),
        ("npm error code EINTEGRITY", "取不到：取到的文件与登记的校验值不同（原文："),
        ("", "取不到：python"),
    ],
)
def test_what_npm_and_pip_say_is_no_bare_english(words: str, told: str, tmp_path: Path) -> None:
    program = f"import sys; sys.exit({words!r} or 1)"
    with pytest.raises(WorkError, match="准备网页表格的运行环境没有做成") as caught:
        runtime._run((sys.executable, "-c", program), "取不到", tmp_path)
    assert told in caught.value.message
