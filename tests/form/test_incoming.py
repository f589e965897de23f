"""Packages as they are read: hostile ones refused with a sentence, mails one by one."""

import io
import json
import zipfile
from typing import Any

import pytest

from generator.form.incoming import Incoming, read_packages

PATH = "records/issues/LS19/990100/R01/LS19-990100-R01-P07-001.yml"


def read(content: bytes) -> Incoming:
    [one] = read_packages("x", content)
    return one


def package(
    *,
    compression: int = zipfile.ZIP_DEFLATED,
    manifest: str = "",
    empty: bool = False,
    **facts: Any,
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        said = {"format": 1, "name": "甲", "made": "2019-08-01T09:30:00+08:00", **facts}
        archive.writestr("lantian.json", manifest or json.dumps(said))
        if not empty:
            archive.writestr(PATH, "id: x\n")
    return made.getvalue()


def damaged(content: bytes, **at: int) -> bytes:
    """A package with another byte at these places behind the mark of its first entry."""
    changed = bytearray(content)
    for name, value in at.items():
        mark, offset = name.split("_")
        changed[content.index(b"PK" + bytes.fromhex(mark[1:])) + int(offset)] = value
    return bytes(changed)


def mail(sender: str, *paths: str, body: str = "", hunk: str = "@@ -0,0 +1 @@") -> bytes:
    diffs = "".join(
        f"diff --git a/{path} b/{path}\nnew file mode 100644\nindex {'0' * 40}..{'1' * 40}\n"
        f"--- /dev/null\n+++ b/{path}\n{hunk}\n+id: x\n"
        for path in paths
    )
    text = (
        f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n{sender}"
        f"Date: Thu, 1 Aug 2019 09:30:00 +0800\nSubject: [PATCH] 示例\n\n{body}---\n{diffs}-- \nx\n"
    )
    return text.encode()


LZMA = package(compression=zipfile.ZIP_LZMA)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (package(manifest="[" * 200_000), "ZIP 损坏了或者加了密码，读不出来"),
        (damaged(LZMA, x0304_51=255, x0304_52=255), "ZIP 损坏了或者加了密码，读不出来"),
        (damaged(package(), x0304_6=1, x0102_8=1), "ZIP 损坏了或者加了密码，读不出来"),
        (package(made="1900-01-01T00:00:00+08:00"), "填报时间 1900-01-01 不会是真的"),
        (package(made="9999-12-31T23:59:59-23:00"), "填报时间 9999-12-31 不会是真的"),
        (package(name="..."), "填报人“...”里没有字"),
        (package(empty=True), "里面没有记录"),
        (mail("From: x <a@b.cn>\n", PATH, hunk=f"@@ -{'9' * 5000} +1 @@"), "补丁读不懂"),
        (mail("From: a@[\n", PATH), "补丁读不懂"),
        (mail("", PATH), "没有写明是谁的（From）"),
        (mail("From: x <a@b.cn>\n", PATH, PATH), "同一个文件在补丁里改了几次"),
    ],
)
def test_package_that_can_not_be_read_is_refused(content: bytes, reason: str) -> None:
    found = read(content)
    assert not found.files
    assert not found.patches
    assert [one.message for one in found.refused] == [reason]


def test_name_of_a_patch_may_stand_as_it_is_written() -> None:
    found = read(mail("From: 张三 <a@b.cn>\n", PATH))
    assert (found.signature.name, found.signature.mail) == ("张三", "a@b.cn")
    assert found.signature.subject == "示例"


def test_patch_whose_lines_a_mail_program_ended_otherwise_is_the_same() -> None:
    sent = mail("From: 张三 <a@b.cn>\n", PATH)
    assert read(sent.replace(b"\n", b"\r\n")) == read(sent)


def test_mails_joined_in_one_file_are_each_of_their_author() -> None:
    found = read_packages(
        "两人.patch", mail("From: 甲 <a@b.cn>\n", PATH) + mail("From: 乙 <b@b.cn>\n", PATH)
    )
    assert [(one.source, one.signature.name, len(one.patches)) for one in found] == [
        ("两人.patch 第 1 封", "甲", 1),
        ("两人.patch 第 2 封", "乙", 1),
    ]


def test_mail_within_a_mail_does_not_hide_whose_it_is() -> None:
    inner = f"From {'0' * 40} Mon Sep 17 00:00:00 2001\n\n"
    found = read_packages("x", mail("From: 甲 <a@b.cn>\n", PATH, body=inner))
    assert [one.refused[0].message for one in found] == [
        "补丁里没有改动任何文件",
        "没有写明是谁的（From）",
    ]
