"""The figures of the full home page, counted again from the files of the records.

What the test counts it reads from YAML by itself: no replay, no summary.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from html import unescape
from typing import Any

import pytest
import yaml

from generator.kinds.register import Register
from generator.site.build import read_register
from generator.site.overview.home import home_page
from generator.site.overview.near_pages import near_pages
from generator.site.page import Templates
from tests.registers import SAMPLE, TODAY
from tests.site_index import rendered, site_index_of

_REPORTED, _KEPT = ("整改完成", ""), ("核查", "长期坚持")
"""The last steps after which a group has to check, and has to check from time to time."""

_FIGURE = re.compile(r'<li class="fig .*?</li>', re.DOTALL)
_NUMBER = re.compile(r'(?:<span class="n">|<a href="([^"]*)"[^>]*>)([\d.]+)<span class="unit">')
_REMARK = re.compile(r"<small>(.*?)</small>")
_TITLE = re.compile(r'<b>(?:<span class="st \w+">)?([^<]+)<')


@dataclass(frozen=True)
class Told:
    """What the file of an issue tells: how it stands, and the first day that its place owes.

    Issues that publications tell (group G) were not handed over by the keepers of this ledger.
    """

    id: str
    is_founded: bool
    was_handed_over: bool
    is_closed: bool
    owed: str
    last: tuple[str, str]


@cache
def told() -> Sequence[Told]:
    files = sorted((SAMPLE / "records/issues").rglob("*.yml"))
    return [_told(one.stem, yaml.safe_load(one.read_text(encoding="utf-8"))) for one in files]


def _told(name: str, content: Mapping[str, Any]) -> Told:
    steps = [(one["step"], one.get("result", "")) for one in content["events"]]
    names = {step for step, _ in steps}
    is_founded = "撤销" not in names and not {"不予认定", "撤销"} & {word for _, word in steps}
    has_ended = bool({"销号", "移送公安"} & names) or not is_founded
    return Told(
        id=name,
        is_founded=is_founded,
        was_handed_over="交办" in names and "-G-" not in name,
        is_closed="销号" in names and steps[-1][1] != "反弹",
        owed="" if has_ended else _owed(content["events"]),
        last=steps[-1],
    )


def _owed(events: Sequence[Mapping[str, Any]]) -> str:
    """The first deadline that was set and that no report came after; a month ends with it."""
    days: dict[str, str] = {}
    set_days: dict[str, str] = {}
    for one in events:
        if one["step"] in days:
            del days[one["step"]]
        if one["step"] in ("整改完成", "核查"):
            days.clear()
        for field, answer in (("plan_due", "整改方案"), ("due", "整改完成")):
            if field in one:
                days[answer] = set_days[answer] = _last_day(str(one[field]))
        if one.get("result") == "虚报整改":
            days["整改完成"] = set_days["整改完成"]
    return min(days.values(), default="")


def _last_day(written: str) -> str:
    if len(written) == len("2019-07"):
        year, month = map(int, written.split("-"))
        return f"{written}-{monthrange(year, month)[1]}"
    return written


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE).register


def figures(body: str) -> Mapping[str, tuple[str, str, str]]:
    """Name of a figure → its number, its remark, and where it leads to."""
    found = {}
    for item in _FIGURE.findall(body):
        title, number, remark = (one.search(item) for one in (_TITLE, _NUMBER, _REMARK))
        found[title[1]] = (number[2], remark[1] if remark else "", unescape(number[1] or ""))
    return found


@pytest.mark.parametrize("today", [TODAY, date(2019, 7, 16), date(2019, 7, 24)], ids=str)
def test_figures_of_the_home_page_are_those_of_the_files(register: Register, today: date) -> None:
    found = figures(home_page(site_index_of(register, today), Templates()).body)
    late = [one.owed for one in told() if one.owed and one.owed < str(today)]
    week, fortnight = (len(due_within(today, days)) for days in (7, 15))
    held = [one for one in told() if one.was_handed_over and one.is_founded]
    closed = sum(one.is_closed for one in held)
    assert {title: number for title, (number, _, _) in found.items()} == {
        "逾期未完成": str(len(late)),
        "7 日内到期": str(week),
        "15 日内到期": str(fortnight),
        "待工作组核查": str(sum(one.last == _REPORTED for one in told())),
        "待部销号": str(sum(one.last == ("核查", "到位") for one in told())),
        "销号率": f"{100 * closed / len(held):.1f}",
    }
    kept = sum(one.last == _KEPT for one in told())
    assert found["待工作组核查"][1].endswith(f"另待定期核查 {kept}")
    assert found["销号率"][1] == f"{closed} ÷ 已督办 {len(held)}"
    if late:
        longest = (today - date.fromisoformat(min(late))).days
        assert found["逾期未完成"][1].endswith(f"最长 {longest} 天")


def due_within(today: date, days: int) -> Sequence[str]:
    """The IDs of what falls due, by deadline and ID."""
    last = str(today + timedelta(days))
    some = [one for one in told() if one.owed and str(today) <= one.owed <= last]
    return [one.id for one in sorted(some, key=lambda one: (one.owed, one.id))]


@pytest.mark.parametrize("today", [TODAY, date(2019, 7, 16), date(2019, 7, 24)], ids=str)
def test_what_falls_due_leads_to_exactly_these_issues_by_deadline(
    register: Register, today: date
) -> None:
    site = site_index_of(register, today)
    lists = {page.path: page.body for page in rendered(near_pages, site, Templates())}
    found = figures(home_page(site, Templates()).body)
    hrefs = {days: found[f"{days} 日内到期"][2] for days in (7, 15)}
    assert {path for path in hrefs.values() if path} == set(lists)
    for days, path in hrefs.items():
        ids = re.findall(r'<tr data-record="([^"]+)"', lists[path]) if path else []
        assert ids == due_within(today, days)


def test_long_list_of_what_falls_due_goes_on_on_further_pages(register: Register) -> None:
    site = site_index_of(register, TODAY)
    first = replace(site.summaries[0], owed="2019-08-03")
    some = tuple(replace(first, id=f"{first.id[:-3]}{n:03}") for n in range(1, 402))
    pages = rendered(near_pages, replace(site, summaries=some), Templates())
    assert [page.path for page in pages[:3]] == [
        f"dues/within-7{part}.html" for part in ("", "-2", "-3")
    ]
    ids = [re.findall(r'<tr data-record="([^"]+)"', page.body) for page in pages[:3]]
    assert [len(some) for some in ids] == [200, 200, 1]
    assert [*ids[0], *ids[1], *ids[2]] == [one.id for one in some]
    assert rendered(near_pages, replace(site, is_public=True), Templates()) == []
