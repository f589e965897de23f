"""What of a register's `mkdocs.yml` a build takes: nothing that runs, reads, marks up or asks."""

from pathlib import Path

import pytest

from generator.core.findings import WorkError
from generator.core.forges import RecordsOnForge, RepositoryAddress
from generator.site.build import build_site
from generator.site.manifest import read_manifest
from generator.site.settings import DataLicence, data_licence, read_settings, records_on_forge
from tests.registers import REPOSITORY, SAMPLE, TODAY, copied

OURS = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
RUNS = "它可能运行程序、读别的文件或者连接别的网站"
TEXT = '要写成文字，不能有 < > " 和控制字符'

REFUSED = {
    "hooks: [evil.py]": ("hooks", RUNS),
    "INHERIT: /etc/passwd": ("INHERIT", RUNS),
    "watch: [..]": ("watch", RUNS),
    "plugins: [search]": ("plugins", "只能是 "),
    "plugins: [{macros: {module_name: evil}}]": ("plugins", "只能是 "),
    "theme: {name: readthedocs}": ("theme.name", "只能是 material"),
    "theme: {name: material, font: {text: Roboto}}": ("theme.font", "只能是 false"),
    "theme: {logo: ../../x.png}": ("theme.logo", RUNS),
    "theme: {icon: {logo: ../../../etc/passwd}}": ("theme.icon.logo", "只能是图标的名称"),
    "theme: evil": ("theme", "这里要写成“名称: 值”"),
    "extra: {analytics: {provider: google}}": ("extra.analytics", RUNS),
    "extra: {data_licence: {name: CC BY, title: 署名}}": (
        "extra.data_licence.name",
        "须写许可的代号",
    ),
    "extra: {data_licence: {name: CC-BY-4.0}}": ("extra.data_licence.title", "须写许可的全名"),
    "extra: {data_licence: {name: CC-BY-4.0, title: 署名, path: 'javascript:x'}}": (
        "extra.data_licence.path",
        "须写许可正文的网址",
    ),
    "extra: {repository: https://github.com/a/b}": (
        "extra.repository",
        "这里要写成“名称: 值”",
    ),
    "extra: {repository: {forge: github}}": (
        "extra.repository.address",
        "须写仓库网页的网址",
    ),
    "extra: {repository: {address: 'javascript://github.com/a'}}": (
        "extra.repository.address",
        "须写仓库网页的网址",
    ),
    "extra: {repository: {address: 'https://user:secret@github.com/a/b'}}": (
        "extra.repository.address",
        "须写仓库网页的网址",
    ),
    "extra: {repository: {address: 'https://git.example.cn/a/b'}}": (
        "extra.repository.forge",
        "从网址看不出是哪种代码托管网站，写 github、gitlab、gitee、gitea 中的一个",
    ),
    "extra: {repository: {address: 'https://github.com/a/b', forge: svn}}": (
        "extra.repository.forge",
        "只能是 github、gitlab、gitee、gitea",
    ),
    "extra: {repository: {address: 'https://github.com/a/b', branch: ../x}}": (
        "extra.repository.branch",
        "须写分支的名称",
    ),
    "extra: {repository: {address: 'https://github.com/a/b', folder: /x}}": (
        "extra.repository.folder",
        "须写台账在仓库里的文件夹",
    ),
    "extra: {repository: {address: 'https://github.com/a/b', form: 'javascript:x'}}": (
        "extra.repository.form",
        "须写填报网页的网址",
    ),
    "extra_css: [https://evil.example/x.css]": (
        "extra_css",
        "只能引用 assets/ 里的样式和脚本",
    ),
    "extra_javascript: [//evil.example/x.js]": (
        "extra_javascript",
        "只能引用 assets/ 里的样式和脚本",
    ),
    "extra_javascript: [{path: assets/a.js, type: module}]": ("extra_javascript.type", RUNS),
    "extra_css: assets/a.css": ("extra_css", "这里要写成列表"),
    "markdown_extensions: [pymdownx.snippets]": (
        "markdown_extensions.pymdownx.snippets",
        "只能用 admonition、attr_list、def_list、footnotes、md_in_html、tables、toc",
    ),
    "copyright: <script>alert(1)</script>": ("copyright", TEXT),
    "site_name: 'a\"><img src=x onerror=alert(1)>'": ("site_name", TEXT),
    "site_name: [a]": ("site_name", TEXT),
    "site_url: javascript:alert(1)": ("site_url", "只能是 http 或 https 地址"),
    **{
        f"site_url: {address}": ("site_url", "只能是 http 或 https 地址，不带用户名、? 和 #")
        for address in (
            "https://example.org/a/?q=1",
            "https://example.org/a/#f",
            "https://user:secret@example.org/",
        )
    },
    "nav: [{<b>: index.md}]": ("nav", TEXT),
    "nav: [{a: javascript:alert(1)}]": ("nav", "菜单只能指向 .md 页面或者 http、https 地址"),
    "nav: [{a: ../../etc/x.md}]": ("nav", "菜单只能指向 .md 页面或者 http、https 地址"),
    "nav: [{a: [{b: [/etc/x.md]}]}]": ("nav", "菜单只能指向 .md 页面或者 http、https 地址"),
    "use_directory_urls: true": ("use_directory_urls", "只能是 false"),
    "docs_dir: 1": ("docs_dir", TEXT),
    "1: a": ("1", RUNS),
}


@pytest.mark.parametrize("text", REFUSED)
def test_setting_that_is_not_known_to_be_harmless_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkError) as caught:
        read_settings(tmp_path / "mkdocs.yml")
    place, allowed = REFUSED[text]
    assert caught.value.message.startswith(f"mkdocs.yml 里的“{place}”不能用：{allowed}")
    assert "--trust-settings" in caught.value.hint


UNREADABLE = {
    "site_name: !!python/object/apply:os.system [id]": "读不出来",
    "site_name: !ENV SECRET": "读不出来",
    "a: [": "读不出来",
    "": "没有设置",
    "- a": "没有设置",
    "a: " + "[" * 3000: "读不出来",
    "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['x'])}]" for n in range(9)): (
        "内容太多"
    ),
    "a: &a [*a]": "内容太多",
    "# " + "x" * 1_100_000: "太大",
}


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_settings_that_can_not_be_read_are_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkError, match=UNREADABLE[text]):
        read_settings(tmp_path / "mkdocs.yml")


def test_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").symlink_to(REPOSITORY / "mkdocs.yml")
    with pytest.raises(WorkError, match="是链接"):
        read_settings(tmp_path / "mkdocs.yml")


def test_own_settings_are_taken_whole(tmp_path: Path) -> None:
    found = read_settings(REPOSITORY / "mkdocs.yml")
    assert found["site_name"] == "蓝天台账"
    (tmp_path / "mkdocs.yml").write_text(f"site_url: https://example.org/a/\n{OURS}")
    assert read_settings(tmp_path / "mkdocs.yml")["site_url"] == "https://example.org/a/"


PLACE = "  repository:\n    address: https://git.example.cn/a/b\n    forge: gitea\n"
MORE = "    branch: trunk\n    folder: 台账\n    public: true\n    form: https://x.example/f.html\n"


def test_repository_that_is_set_is_known_by_its_parts(tmp_path: Path) -> None:
    menu = tmp_path / "mkdocs.yml"
    menu.write_text(f"extra:\n{PLACE}{MORE}", encoding="utf-8")
    assert read_settings(menu)
    address = RepositoryAddress("gitea", "git.example.cn", "https://git.example.cn/a/b")
    assert records_on_forge(menu) == RecordsOnForge(
        address, "trunk", "台账", is_public=True, form="https://x.example/f.html"
    )


@pytest.mark.parametrize("text", [OURS, *(text for text in REFUSED if "repository" in text)])
def test_repository_that_is_not_set_or_not_harmless_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert records_on_forge(tmp_path / "mkdocs.yml") is None


HOOK = "def on_startup(**_):\n    import pathlib\n    pathlib.Path({place!r}).write_text('ran')\n"


def test_hook_runs_only_where_the_settings_are_trusted(tmp_path: Path) -> None:
    root = copied(SAMPLE, tmp_path / "register")
    trace = tmp_path / "trace"
    (root / "hook.py").write_text(HOOK.format(place=str(trace)), encoding="utf-8")
    settings = f"hooks: [../hook.py]\n{OURS}".replace("extra:\n", f"extra:\n{PLACE}")
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(WorkError, match="hooks"):
        build_site(root, root / "site", TODAY)
    assert not trace.exists()
    assert not (root / "site").exists()
    build_site(root, root / "site", TODAY, trusts_settings=True)
    assert trace.read_text() == "ran"
    named = read_manifest(root / "site").on_forge
    assert named
    assert named == records_on_forge(root / "mkdocs.yml")
    page = (root / "site" / "ledgers" / "LS19-990100-R01.html").read_text(encoding="utf-8")
    assert "https://git.example.cn/a/b/_edit/main/records/issues/LS19/990100/R01/" in page


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        (OURS, None),
        ("extra: {data_licence: {name: CC-BY-4.0}}\n", None),
        (
            "extra: {data_licence: {name: CC-BY-4.0, title: 署名 4.0 国际}}\n",
            DataLicence("CC-BY-4.0", "署名 4.0 国际"),
        ),
    ],
)
def test_licence_of_the_data_is_what_the_register_says_and_none_by_itself(
    tmp_path: Path, text: str, licence: DataLicence | None
) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(text, encoding="utf-8")
    assert data_licence(settings) == licence
