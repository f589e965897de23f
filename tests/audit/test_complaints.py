"""What Git complains of is said in Chinese first, its own words last."""

import pytest

from generator.audit.complaints import in_chinese


@pytest.mark.parametrize(
    ("complaint", "meaning"),
    [
        ("error: gpg failed to sign the data\nfatal: failed to write commit object", "没有签成名"),
        ("fatal: Unable to create '/a/.git/index.lock': File exists.", "别的 Git 程序正占着"),
        ("error: unable to create temporary file: No space left on device", "磁盘满了"),
        ("fatal: Unable to create '/a/.git/x.lock': Permission denied", "没有读写的权限"),
        ("fatal: bad config line 3 in file .git/config", "Git 的设置里有一行写错了"),
        ("error: bad signature 0x00000000\nfatal: index file corrupt", "暂存区的文件损坏了"),
        ("fatal: bad object HEAD", "仓库里有对象缺失或者损坏"),
        ("fatal: ambiguous argument 'x': unknown revision", "没有这个分支或者提交"),
        ("fatal: something new", "Git 没有做成这一步"),
    ],
)
def test_complaint_is_chinese_with_the_words_of_git_behind(complaint: str, meaning: str) -> None:
    said = in_chinese(complaint.encode())
    assert said.startswith(meaning)
    assert said.endswith(f"（原文：{complaint.splitlines()[-1]}）")


def test_silence_is_told() -> None:
    assert in_chinese(b"\n") == "Git 没有说明原因"
