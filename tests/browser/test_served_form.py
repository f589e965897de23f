"""The form of `lantian serve --edit` in Chromium: what is typed outlives the server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.cli.edit_server import FORM, OPEN
from generator.cli.served_site import HOST
from tests.browser.filling import Sitting
from tests.browser.judging import axe
from tests.browser.watched import PATIENCE, Watched
from tests.pull_requests import CHECKED, Forge, path_of
from tests.pull_requests import OPEN as OPEN_ISSUE
from tests.serving import Desk, made_forge, serving


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    made = made_forge(tmp_path / "clone")
    made.git("config", "user.name", "示例录入员")
    made.git("config", "user.email", "clerk@example.invalid")
    return made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


def come(page: Page, desk: Desk) -> Sitting:
    """Opens the address that the terminal shows, then the form of an issue."""
    address = f"http://{HOST}:{desk.port}"
    page.goto(f"{address}{OPEN}?token={desk.token}")
    assert page.url == f"{address}/index.html"
    page.goto(f"{address}{FORM}?issue={OPEN_ISSUE}")
    sitting = Sitting(Watched(page, desk.forge.root))
    sitting.ready()
    return sitting


def test_words_outlive_the_server_and_are_saved_by_the_next(page: Page, forge: Forge) -> None:
    with serving(forge) as desk:
        sitting = come(page, desk)
        expect(page.locator("#q-about")).to_have_value(OPEN_ISSUE)
        sitting.answer("step", CHECKED["step"])
        sitting.answer("date", CHECKED["date"])
        sitting.answer("by", CHECKED["by"])
        sitting.go("q-result")
    sitting.answer("result", CHECKED["result"])
    page.keyboard.press("Tab")
    expect(page.locator("#unsaved")).to_contain_text("没有丢")
    with serving(forge, desk.port) as desk:
        sitting = come(page, desk)
        for name in ("step", "date", "by", "result"):
            expect(page.locator(f"#q-{name}")).to_have_value(CHECKED[name])
        sitting.add()
        expect(page.locator("#entries pre")).to_contain_text("+ - date: 2019-08-20")
        entry = page.frame_locator("#entries iframe")
        expect(entry.locator("article li").last).to_contain_text("2019-08-20")
        expect(entry.locator(".lt-internal")).to_be_visible()
        assert page.locator("#entries iframe").evaluate("frame => frame.clientHeight") > 300
        expect(page.locator("#clerk")).to_have_value("示例录入员")
        sitting.press("save")
        expect(page.locator("#saved")).to_contain_text("已保存：分支 record-")
        expect(page.locator("#saved")).to_contain_text("状态变化的问题 1 个")
        assert [*axe(page, {})] == []
    branch = forge.git("for-each-ref", "--format=%(refname:short)", "refs/heads/record-*")
    assert "result: 到位" in forge.git("show", f"{branch}:{path_of(OPEN_ISSUE)}")
    assert forge.git("status", "--porcelain") == ""
