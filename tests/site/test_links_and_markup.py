"""Links on the way into a site are not followed, and the register's own guide is only text."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis.strategies import integers, none, text
from markupsafe import Markup, escape

from generator.checks.engine import check_all
from generator.core.findings import WorkError
from generator.site.build import build_site
from generator.site.markup import csv_address, printed
from generator.site.renderers import RENDERERS
from generator.site.tables import Cell, NumberRow, NumberTable
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied, lend_frame
from tests.site.test_build import tree

SECRET = "示例：不该公开的内容"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copied(SAMPLE, tmp_path / "register")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder outside the register with a file that has to stay as it is."""
    folder = tmp_path / "outside"
    (folder / "pages" / "keep").mkdir(parents=True)
    (folder / "frame").mkdir()
    for name in ("secret.md", "pages/keep/x.txt", "frame/index.html"):
        (folder / name).write_text(SECRET, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_linked_guide_is_a_finding_and_on_no_page(root: Path, outside: Path) -> None:
    (root / "records" / "README.md").unlink(missing_ok=True)
    (root / "records" / "README.md").symlink_to(outside / "secret.md")
    (finding,) = check_all(root).findings
    assert (finding.path, finding.code) == ("records/README.md", "F03")
    result = build_site(root, root / "site", TODAY)
    assert result.pages == 0
    assert not any(SECRET in text for text in contents(root / ".build" / "pages").values())


LINKED = (".build", ".build/pages", ".build/frame", ".build/cache.db", ".build/mkdocs.yml")


@pytest.mark.parametrize("name", LINKED)
def test_nothing_is_written_or_deleted_through_a_link(root: Path, outside: Path, name: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(outside)
    before = contents(outside)
    with pytest.raises(WorkError, match=re.escape(f"{root / name}”是链接")):
        build_site(root, root / "site", TODAY)
    with pytest.raises(WorkError, match="是链接"):
        check_all(root)
    assert contents(outside) == before


def test_link_deep_in_the_working_folder_leads_nowhere(root: Path, outside: Path) -> None:
    lend_frame(SAMPLE, root)
    (root / ".build" / "layouts" / "assets" / "more.txt").symlink_to(outside / "secret.md")
    (root / ".build" / "pages").mkdir(parents=True)
    (root / ".build" / "pages" / "guide").symlink_to(outside)
    (root / ".build" / "frame").mkdir()
    (root / ".build" / "frame" / "cities").symlink_to(outside)
    before = contents(outside)
    assert build_site(root, root / "site", TODAY).pages
    assert contents(outside) == before
    assert not any(SECRET.encode() in one for one in tree(root / "site").values())


LINKS_TO_THE_SITE = {
    "site": "site",
    "public": "public",
    "dist": "dist/site",
    "a/b": "a/b/c/site",
    "a": "a/../site",
}
"""Link → the output folder that it leads into."""


@pytest.mark.parametrize("link", LINKS_TO_THE_SITE)
def test_output_folder_behind_a_link_is_refused(root: Path, outside: Path, link: str) -> None:
    (root / link).parent.mkdir(exist_ok=True)
    (root / link).symlink_to(outside)
    for name in (".gitignore", ".site.new-0a1b2c3d/x", "site/.lantian-site"):
        (outside / name).parent.mkdir(exist_ok=True)
        (outside / name).write_text(SECRET)
    (root / ".site.old-0a1b2c3d" / "site").mkdir(parents=True)
    (root / ".site.old-0a1b2c3d" / "site" / ".lantian-site").touch()
    before = contents(outside)
    with pytest.raises(WorkError, match=re.escape(f"“{root / link}”不是普通文件夹")):
        build_site(root, root / LINKS_TO_THE_SITE[link], TODAY)
    assert contents(outside) == before


def test_folder_of_records_that_is_a_link_is_not_read(root: Path, outside: Path) -> None:
    (root / "records").rename(outside / "records")
    (root / "records").symlink_to(outside / "records")
    with pytest.raises(WorkError, match="是链接，不读"):
        check_all(root)
    with pytest.raises(WorkError, match="是链接，不读"):
        build_site(root, root / "site", TODAY)


@pytest.mark.parametrize("trusts", [False, True])
@pytest.mark.parametrize("target", ["/proc/self/environ", "nowhere", REPOSITORY / "mkdocs.yml"])
def test_linked_settings_are_not_read(root: Path, target: str | Path, *, trusts: bool) -> None:
    (root / "mkdocs.yml").symlink_to(target)
    with pytest.raises(WorkError, match="是链接，不读"):
        build_site(root, root / "site", TODAY, trusts_settings=trusts)


HOSTILE = """# 填写 <img src=https://evil.example/a onerror=alert(1)>

<script>alert(1)</script> <SCRIPT SRC=//evil.example/x.js></SCRIPT>
<iframe src="https://evil.example/"></iframe><style>body{background:url(//evil.example/)}</style>
<svg><animate onbegin=alert(1) attributeName=x></svg>
<a href="javascript:alert(1)">一</a> [二](javascript:alert(1)) [三](data:text/html,x)
![图](https://evil.example/x.png) ![图](//evil.example/y.png) ![图](data:image/png;base64,AA)

段落
{: onclick="alert(1)" style="background:url(https://evil.example/z)" }

<form action="https://evil.example/"><input autofocus onfocus=alert(1)></form>
<meta http-equiv=refresh content="0;url=https://evil.example/"><base href="https://evil.example/">

| 一 | 二 |
| -- | -: |
| 表 | **粗** |

<!-- /lantian:body --><script>alert(2)</script><!-- lantian:body -->

```yaml
id: <b>示例</b>
```

[好的](https://example.org/)

<pre class="mermaid"><code>graph TD</code></pre>
<p id="__config">{"base": "https:evil.example", "features": ["navigation.instant"]}</p>
<p id="lt-main" class="md-overlay lt-warning" data-until="2000-01-01">六</p>
<a href="//evil.example/x">七</a> <a href="\\\\evil.example\\x">八</a> [九](/etc/passwd)
[十][r] <javascript:alert(1)> [十一](java&#x73;cript:alert(1)) <q cite="//evil.example/">十二</q>

[r]: javascript:alert(1) "一"

- 一
    - <div onclick="alert(1)">

        - <script>alert(1)</script>

## `<img src=x onerror=alert(1)>`

## &lt;img src=x onerror=alert(1)&gt;

!!! note "注意"
    说明
"""

UNWANTED = (
    *("onclick=", "onerror=", "onfocus=", "onbegin=", "mermaid", "md-overlay", "lt-warn"),
    *("data-until", "evil.example", "javascript:", "<iframe", "data:text", "/etc/passwd"),
)
"""What no tag of the guide may hold."""


class Marks(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def marks(page: Path) -> list[tuple[str, dict[str, str | None]]]:
    parser = Marks()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.found


@pytest.mark.parametrize("renderer", list(RENDERERS))
def test_guide_of_a_register_brings_no_markup_of_its_own(root: Path, renderer: str) -> None:
    guide = root / "records" / "README.md"
    guide.write_text(HOSTILE, encoding="utf-8")
    build_site(root, root / "site", TODAY, renderer=renderer)
    found = marks(root / "site" / "guide" / "writing.html")
    others = marks(root / "site" / "guide" / "reading.html")
    scripts = [one["src"] for tag, one in found if tag == "script" and one.get("src")]
    assert scripts == [one["src"] for tag, one in others if tag == "script" and one.get("src")]
    handlers = [name for _, one in found for name in one if name.startswith("on")]
    assert handlers == [name for _, one in others for name in one if name.startswith("on")]
    assert [one for _, one in found if re.search(r"//evil|\\evil|alert\(", str(one))] == []
    text = (root / "site" / "guide" / "writing.html").read_text(encoding="utf-8")
    assert text.count('id="lt-main"') == 1
    assert 'class="admonition note"' in text
    inside = " ".join(re.findall(r"<[^>]*>", text[text.index("<h1") : text.index("说明</p>")]))
    for word in UNWANTED:
        assert word not in inside, word
    assert "<strong>粗</strong>" in text
    assert 'href="https://example.org/"' in text
    assert "&lt;b&gt;" in text


@given(text() | integers() | none() | text().map(Markup))
def test_printed_value_is_escaped_as_templates_do(value: object) -> None:
    assert printed(value) == escape(value)
    assert printed(f"{value}<'\"&>") == escape(f"{value}<'\"&>")


def test_table_of_a_chart_is_a_csv_file_in_its_own_address() -> None:
    rows = (
        NumberRow(Cell("第1轮", "rounds/LS19-R01.html"), (Cell("1,200"), Cell("44%"))),
        NumberRow(Cell("=第2轮"), (Cell("0"), Cell("—"))),
    )
    address = csv_address(NumberTable("分轮次情况", "轮次", ("发现", "销号率"), rows))
    kind, _, content = address.partition(",")
    assert kind == "data:text/csv;charset=utf-8"
    assert list(csv.reader(unquote(content).removeprefix("\ufeff").splitlines())) == [
        ["轮次", "发现", "销号率"],
        ["第1轮", "1,200", "44%"],
        ["'=第2轮", "0", "—"],
    ]
