"""The record search in Chromium, from disk: `python -m tests.bench.search_bench [REGISTER]`.

Measures a cold page (the first key, until the first hits stand and until all records are read),
later keys, and the memory of the tab. Without a register, BENCH_RECORDS (100,000) issues are
invented whose texts are all different, which is the worst case. LANTIAN_BROWSER names a Chromium.
"""

import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page, sync_playwright

from generator.kinds.issue.columns import OWN_COLUMNS
from generator.kinds.issue.ledger import LedgerRow
from generator.kinds.register import Register
from generator.site.build import build_site, read_register
from generator.site.index import SiteIndex
from generator.site.links import MANIFEST
from generator.site.search.page import issue_shards, search_facets
from generator.site.search.shards import manifest_text
from tests.browser.watched import launch
from tests.registers import SAMPLE, copied

RECORDS = int(os.environ.get("BENCH_RECORDS", "100000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
TODAY = date(2021, 4, 1)
CITIES = 39
RARE = "再检不合格第七六五四号"
"""Stands in one record only: to find it everything must have been read."""

WAITS = """([typed, all]) => new Promise((resolve) => {
  const box = document.querySelector('input[name="q"]');
  const status = document.querySelector('[data-part="status"]');
  const body = document.querySelector('[data-part="results"] tbody');
  const old = body.firstChild;
  const before = performance.now();
  const look = () => {
    const done = all ? status.textContent.includes("符合") && !box.dataset.waits
      : body.firstChild && body.firstChild !== old;
    if (!done) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - before));
  };
  const observer = new MutationObserver(() => { delete box.dataset.waits; look(); });
  box.dataset.waits = "1";
  observer.observe(document.querySelector(".lt-search"), { childList: true, subtree: true });
  box.focus();
  box.value = typed;
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""
"""Types and gives the milliseconds until hits stand, or until all is read."""

WEATHER = """() => {
  const before = performance.now();
  let sum = 0;
  for (let i = 0; i < 3e8; i++) sum = (sum + i) | 0;
  return performance.now() - before + (sum ? 0 : 1);
}"""
"""A fixed piece of work: how busy the machine is with other things."""


def main() -> None:
    """Prints what was measured."""
    with tempfile.TemporaryDirectory(prefix="lantian-search-") as folder:
        given = read_register(Path(sys.argv[1])).register if len(sys.argv) > 1 else None
        register = given or read_register(SAMPLE).register
        lines = (
            list(SiteIndex(register, TODAY).lines.values()) if given else list(invented(RECORDS))
        )
        measure(site_of(lines, register, Path(folder)))


def site_of(lines: Sequence[LedgerRow], register: Register, folder: Path) -> Path:
    """The sample's site with these issues in its search."""
    root = copied(SAMPLE, folder)
    site = root / "site"
    assert build_site(root, site, TODAY).pages
    for old in (site / "data").glob("records-*.js"):
        old.unlink()
    addresses = {one.id: f"ledgers/{one.id.rsplit('-', 2)[0]}.html#{one.id}" for one in lines}
    by_city = sorted(lines, key=lambda one: one.city)
    shards = [
        one
        for city, some in groupby(by_city, key=lambda one: one.city)
        for one in issue_shards(city, list(some), addresses)
    ]
    for one in shards:
        (site / one.path).write_text(one.text, encoding="utf-8")
    facets = search_facets(register)
    manifest = manifest_text([one.summary for one in shards], facets, TODAY.isoformat())
    (site / MANIFEST).write_text(manifest, encoding="utf-8")
    size = sum(len(one.text) for one in shards)
    told = f"{size / 1e6:.1f} MB，清单 {len(manifest) / 1e3:.0f} kB"
    say(f"{len(lines)} 个问题，{len(shards)} 份，{told}")
    return site


def measure(site: Path) -> None:
    """All figures, of a browser that is started anew each time."""
    one, rare, whole, later, memory, weather = [], [], [], [], [], []
    for _ in range(ROUNDS):
        with sync_playwright() as playwright:
            browser = launch(playwright, os.environ["LANTIAN_BROWSER"])
            weather.append(browser.new_page().evaluate(WEATHER))
            tab = cold(browser.new_page(), site)
            one.append(tab.evaluate(WAITS, ["示", False]))
            tab = cold(browser.new_page(), site)
            rare.append(tab.evaluate(WAITS, [RARE, True]))
            tab = cold(browser.new_page(), site)
            whole.append(tab.evaluate(WAITS, ["示", True]))
            later += keys(tab)
            memory.append(used(tab))
            browser.close()
    say(f"此刻这台机器：固定的一段计算 {spread(weather)}；忙的时候各项都按此放大")
    say(f"冷页第一键到第一批结果 {spread(one)}；目标 1000 毫秒以内")
    say(f"  到全部载入、结果完整 {spread(whole)}；只有一条符合的词 {spread(rare)}")
    say(f"之后各键 {spread(later)}；目标 100 毫秒以内")
    say(f"标签页内存 {median(memory):.0f} MB；目标 500 MB 以内")


def cold(page: Page, site: Path) -> Page:
    """The search page as opened, with nothing asked."""
    page.goto((site / "search/index.html").resolve().as_uri())
    page.wait_for_function(
        "document.querySelector('[data-part=status]').textContent.includes('输入')"
    )
    return page


def keys(page: Page) -> list[float]:
    """Words typed letter by letter, each letter when the answer to the last one stands."""
    found: list[float] = []
    for word in ("喷漆", "示例建材 废气", "-R05-", "加油站油气", "没有这样的词", "2019-07"):
        for end in range(1, len(word) + 1):
            found.append(page.evaluate(WAITS, [word[:end], True]))
    return found


def used(page: Page) -> float:
    """Megabytes that the tab's process holds, its workers included."""
    session: CDPSession = page.context.browser.new_browser_cdp_session()  # type: ignore[union-attr]
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = [resident(one["id"]) for one in processes if one["type"] == "renderer"]
    return max(sizes)


def resident(process: int) -> float:
    """Megabytes of a process that are its own."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def spread(times: Sequence[float]) -> str:
    """Median and worst."""
    return f"中位 {median(times):.0f}，最长 {max(times):.0f} 毫秒（{len(times)} 次）"


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def invented(count: int) -> Iterator[LedgerRow]:
    """Issues whose names, texts and units are all different."""
    chance = random.Random(1)
    letters = "喷漆烘干锅炉废气收集装置没有运行建材家具厂加油站油气回收堆场扬尘覆盖不到位排放"
    empty = {field.name: "" for field in fields(LedgerRow)}
    for number in range(count):
        city = f"99{number % CITIES + 1:02}00"
        serial = f"R{number % 46:02}-P{number % 60:02}-{number:06}"
        words = "".join(chance.choices(letters, k=80))
        day = date(2019, 5, 8) + timedelta(days=number % 700)
        values = empty | {
            "id": f"SL19-{city}-{serial}",
            "programme": "SL19",
            "city": city,
            "round": number % 46,
            "city_name": f"示例{city}市",
            "county": f"{city[:4]}{number % 12 + 1:02}",
            "site": f"示例{words[:8]}厂",
            "group": "工业治污设施",
            "category": ("未安装治污设施", "超标排放")[number % 2],
            "found_on": day.isoformat(),
            "found": f"示例：{words}" + (RARE if number == count // 2 else ""),
            "demand": f"示例：{words[40:]}，限期改正。",
            "responsible": f"示例{words[3:9]}人民政府",
            "states": ("整改中",),
            "openness": "open",
            "returned": 0,
            "owed": (day + timedelta(days=60)).isoformat(),
            "own": ("",) * len(OWN_COLUMNS),
            "extra_text": "\n".join((words[5:25], words[30:50], "排查", "审核", "督办")),
        }
        yield LedgerRow(**values)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
