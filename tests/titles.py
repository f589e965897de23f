"""What browsers show of a page before it is open: its title, which must tell it from all others."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping

SITE = " - 蓝天台账"
_TAG = re.compile(r"<[^>]+>")


def faulty_titles(pages: Mapping[str, str]) -> Iterator[str]:
    """The pages (path → whole text) whose title another one has, or says not what it is about."""
    titles = {path: _within(text, "title") for path, text in pages.items()}
    often = Counter(titles.values())
    for path, title in titles.items():
        about = _within(pages[path], "h1")
        if often[title] > 1:
            yield f"{path}: {title} is the title of another page"
        if not about or not title.startswith(about) or not title.endswith(SITE):
            yield f"{path}: {title} is not about {about}"


def _within(text: str, tag: str) -> str:
    """The words in the first element of a kind."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", text, re.DOTALL)
    inside = re.sub(r'<a class="?headerlink.*?</a>', "", found[1]) if found else ""
    return " ".join(html.unescape(_TAG.sub("", inside)).split())
