"""The form opened from disk in Chromium without network: filled by keyboard, given away, taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.form.page import form_file
from generator.form.runtime import is_ready
from tests.browser.filling import Sitting
from tests.browser.judging import WIDTHS, axe
from tests.browser.watched import watched
from tests.form.desk import ISSUE, carried, checked, issue
from tests.pull_requests import CHECKED, OPEN, Forge, event, path_of
from tests.running import lantian
from tests.shared import filled_once

NAME = "填报.html"
LARGEST = 12_000_000


@pytest.fixture(scope="module")
def folder(run: Path) -> Path:
    """The folder with the form of the sample."""
    assert is_ready(), "run through `make test`, or run `make form-runtime` first"
    return filled_once(run, "form", lambda made: (made / NAME).write_bytes(form_file(carried())))


@pytest.fixture(scope="module")
def sitting(browser: Browser, folder: Path) -> Iterator[Sitting]:
    """A form that the tests of this module fill in one after the other: it takes long to start."""
    with watched(browser, folder, accept_downloads=True) as seen:
        sitting = Sitting(seen)
        sitting.begin(NAME)
        yield sitting
        assert seen.strange_requests == []
        assert seen.complaints == []


def test_form_is_small_enough_to_be_mailed(folder: Path) -> None:
    assert (folder / NAME).stat().st_size < LARGEST


def test_issue_is_filled_in_by_keyboard(sitting: Sitting, tmp_path: Path) -> None:
    for name, text in {**ISSUE, "found": "示例：联系电话 13812345678。"}.items():
        sitting.answer(name, text)
    sitting.press("add")
    [said] = sitting.wrong()
    assert said.startswith("问题描述：这里有手机号码")
    sitting.page.keyboard.press("Tab")
    sitting.page.keyboard.press("Enter")
    expect(sitting.page.locator("#q-found")).to_be_focused()
    sitting.answer("found", ISSUE["found"])
    sitting.add()
    made = checked(issue())
    assert made["id"] in sitting.page.inner_text("#entries")
    sitting.answer("site", "示例二厂")
    sitting.answer("found", "示例：没有收集装置。")
    sitting.answer("category", "未安装治污设施")
    sitting.add()
    sitting.page.reload()
    sitting.ready()
    expect(sitting.page.locator("#entries > li")).to_have_count(2)
    sitting.choose("step")
    sitting.answer("about", OPEN)
    for name in ("step", "date", "by", "result"):
        sitting.answer(name, CHECKED[name])
    sitting.add()
    sitting.go("clerk")
    sitting.page.keyboard.type("示例分局")
    package = sitting.take_home("zip", tmp_path)
    patch = sitting.take_home("patch", tmp_path)
    forge = Forge(tmp_path / "register")
    forge.git("config", "user.name", "管理员")
    forge.git("config", "user.email", "a@example.invalid")
    said = lantian("take", package, patch, "--base", "main", "--root", forge.root)
    assert said.code == 0, said.out
    assert "收进 3 条" in said.out
    assert "已经有的 3 条" in said.out
    forge.git("merge", "--quiet", "--no-ff", "--message", "Merge taken", "taken")
    assert forge.git("log", "-1", "--format=%an", "HEAD^2") == "示例分局"
    assert lantian("check", "--root", forge.root).code == 0
    assert forge.read(path_of(OPEN)).endswith(event())


def test_click_counts_although_a_note_moves_the_button(sitting: Sitting) -> None:
    sitting.choose("issue")
    sitting.page.locator("#q-found").fill("示例：联系电话 13812345678。")
    sitting.page.locator("#add").click(delay=200)
    expect(sitting.page.locator("#summary")).to_be_visible()
    expect(sitting.page.locator("#q-found-note")).to_be_visible()
    expect(sitting.page.locator("#q-site-wrong")).to_have_text("没有填；企业、工地、村庄等的名称。")
    sitting.press("clear")
    expect(sitting.page.locator("#summary")).to_be_hidden()


def test_what_few_answer_is_folded_until_something_is_said_of_it(sitting: Sitting) -> None:
    sitting.choose("issue")
    sitting.press("clear")
    expect(sitting.page.locator("#q-note")).to_be_hidden()
    sitting.press("more-about")
    sitting.answer("note", "示例：联系电话 13812345678。")
    sitting.choose("team")
    sitting.choose("issue")
    expect(sitting.page.locator("#q-note")).to_be_visible()
    expect(sitting.page.locator("#q-note")).to_have_value("示例：联系电话 13812345678。")


def test_window_that_was_opened_before_another_says_so(sitting: Sitting) -> None:
    other = sitting.page.context.new_page()
    other.goto(sitting.page.url)
    expect(other.locator("body[data-ready]")).to_be_attached()
    expect(other.locator("#q-note")).to_have_value("示例：联系电话 13812345678。")
    expect(sitting.page.locator("#unkept")).to_contain_text("另一个窗口")
    other.close()
    sitting.page.reload()
    sitting.ready()
    expect(sitting.page.locator("#unkept")).to_be_hidden()


def test_every_kind_of_entry_is_accessible_on_a_phone_and_in_the_dark(sitting: Sitting) -> None:
    sitting.page.set_viewport_size(WIDTHS["phone"])
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for kind in sitting.page.locator("#kinds input").all():
        kind.check()
        expect(sitting.page.locator("#fields .field").first).to_be_visible()
        for look in ("light", "dark"):
            sitting.page.emulate_media(color_scheme=look)
            assert [*axe(sitting.page, {})] == []
        assert sitting.page.evaluate(wide) == 0
