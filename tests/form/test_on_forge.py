"""What a form says of the forge: pages filled in, what is pasted there, never a whole record."""

from dataclasses import replace
from typing import Any

import pytest

from generator.core.forges import RecordsOnForge, repository_address
from generator.form.carried import packed, unpacked
from generator.form.session import FormSession
from tests.form.desk import carried, issue

HOSTS = {
    "github": "https://github.com/a/b",
    "gitea": "https://codeberg.org/a/b",
    "gitlab": "https://gitlab.com/a/b",
    "gitee": "https://gitee.com/a/b",
}
STEP = {
    "kind": "step",
    "answers": {
        "about": "LS19-990300-R03-P01-004",
        "step": "约谈",
        "date": "2019-07-20",
        "by": "示例主管部门",
    },
}


def told(host: str, entry: dict[str, Any]) -> dict[str, Any]:
    address = repository_address(host)
    assert address
    target = RecordsOnForge(address, branch="trunk", folder="台账")
    form = FormSession(unpacked(packed(replace(carried(), target=target))))
    answer = form.ask({"do": "check", "entry": entry})
    assert answer["ok"], answer["problems"]
    assert answer["forge"]
    return {**answer["forge"], "path": f"台账/{answer['path']}", "whole": answer["text"]}


FILLED = {
    "github": ("/new/trunk?filename=", "&value=id%3A%20", False),
    "gitea": ("/_new/trunk/?filename=", "&value=id%3A%20", False),
    "gitlab": ("/-/new/trunk?file_name=", "%E5%8F%B0%E8%B4%A6%2Frecords%2Fissues", True),
    "gitee": ("", "", True),
}


@pytest.mark.parametrize("kind", FILLED)
def test_new_record_is_filled_in_or_pasted(kind: str) -> None:
    page, within, is_pasted = FILLED[kind]
    found = told(HOSTS[kind], issue())
    assert found["href"].startswith(page and HOSTS[kind] + page)
    assert within in found["href"]
    assert found["deed"] == f"新建 {found['path']}"
    assert found["text"] == (found["whole"] if is_pasted else "")


@pytest.mark.parametrize(
    ("kind", "page"),
    {"github": "edit", "gitea": "_edit", "gitlab": "-/edit", "gitee": "edit"}.items(),
)
def test_of_a_step_only_what_it_adds_is_pasted(kind: str, page: str) -> None:
    found = told(HOSTS[kind], STEP)
    assert found["href"].startswith(f"{HOSTS[kind]}/{page}/trunk/%E5%8F%B0%E8%B4%A6/records/")
    assert found["deed"] == f"打开 {found['path']}，在末尾加上"
    assert found["text"].startswith("- date: 2019-07-20")
    assert found["whole"].endswith(found["text"])


def test_without_a_forge_nothing_is_said() -> None:
    answer = FormSession(carried()).ask({"do": "check", "entry": issue()})
    assert answer["forge"] is None
