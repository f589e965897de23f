"""The one HTML file of a form: the page, Python for browsers, the product and a part of a register.

See decision 0094.
"""

import ast
import gzip
import json
import string
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from generator.core.findings import WorkError
from generator.form.carried import Carried, packed, zipped
from generator.form.runtime import FACTS, FOLDER, PACKED, SCRIPTS, is_ready
from generator.kinds.registry import KINDS

_PACKAGE = Path(__file__).parents[1]
_ASSETS = Path(__file__).with_name("assets")
_STYLES = ("form.css",)
_COMMON = ("question.js", "sitting.js", "giving.js", "entries.js", "form.js")
_NOTICE = (
    "全部检查在这台电脑上做，不连接网络。本文件内含 Pyodide 和 CPython（MPL-2.0、PSF-2.0）"
    "以及 pydantic、PyYAML 等（MIT），许可证文本随附。"
)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What differs between pages: what answers, what is said of it, how entries are given away."""

    scripts: tuple[str, ...]
    notice: str
    heading: str
    giving: str


_OFFLINE = _Edition(("python.js", *_COMMON), _NOTICE, "交给台账管理员", "giving.html")
_SERVED = _Edition(
    ("server.js", *_COMMON),
    "检查和保存都在这台电脑上做，只有这台电脑能打开本页。",
    "保存到台账仓库",
    "saving.html",
)
_SETTINGS = "served.json"
_MODULES, _REGISTER = "generator.zip", "register.zip"


def form_file(carried: Carried, runtime: Path = FOLDER) -> bytes:
    """Return the file. WorkError where the runtime was not prepared."""
    if not is_ready(runtime):
        raise WorkError(
            "网页表格要用的浏览器版 Python 还没有准备",
            "在蓝天台账的代码库里运行 make form-runtime（要联网，要有 npm，只做一次），"
            "或者改用带有它的发行包",
        )
    stored = {name: (runtime / f"{name}.gz").read_bytes() for name in PACKED}
    made = {_MODULES: zipped(dict(_modules())), _REGISTER: packed(carried)}
    blocks = {**stored, **{name: gzip.compress(one, 9, mtime=0) for name, one in made.items()}}
    facts = (runtime / FACTS).read_text(encoding="utf-8")
    pyodide, module = ((runtime / name).read_text(encoding="utf-8") for name in SCRIPTS)
    return _filled(
        title=f"{carried.name}填报表",
        blocks="\n".join([_facts(facts), *(_block(*one) for one in blocks.items())]),
        runtime=f"<script>{_safe(pyodide)}</script>\n<script type=module>{_safe(module)}</script>",
    ).encode()


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A page, and how a content security policy names the only script that may run in it."""

    content: bytes
    script: str


def served_page(name: str, token: str) -> ServedPage:
    """Return the page of a form whose questions a server answers that wants this token."""
    settings = json.dumps({"token": token})
    script = _safe(_joined(_SERVED.scripts))
    text = _filled(
        title=f"{name}填报",
        blocks=f'<script type="application/json" id="{_SETTINGS}">{_safe(settings)}</script>',
        edition=_SERVED,
    )
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return ServedPage(text.encode(), f"'sha256-{digest}'")


def _filled(
    title: str,
    blocks: str,
    runtime: str = "",
    edition: _Edition = _OFFLINE,
) -> str:
    page = string.Template((_ASSETS / "form.html").read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(title),
        style=f"<style>{_joined(_STYLES)}</style>",
        notice=f"<p>{edition.notice}</p>",
        heading=edition.heading,
        giving=(_ASSETS / edition.giving).read_text(encoding="utf-8"),
        blocks=blocks,
        runtime=runtime,
        scripts=f"<script type=module>{_safe(_joined(edition.scripts))}</script>",
    )


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


def _safe(script: str) -> str:
    """Return a script as it can stand in a page."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _block(name: str, content: bytes) -> str:
    return f'<script type="application/base64" id="{name}">{b64encode(content).decode()}</script>'


def _facts(text: str) -> str:
    return f'<script type="application/json" id="{FACTS}">{_safe(text)}</script>'


def _modules() -> Iterator[tuple[str, bytes]]:
    """Yield the modules that a form imports, by path; what a kind plugs in elsewhere is empty."""
    roots = ["generator.form.session", *(kind.package for kind in KINDS)]
    roots += [f"{kind.package}.{kind.rules.partition(':')[0]}" for kind in KINDS if kind.rules]
    roots += ["generator.checks.registry"]
    imported = _imported(roots)
    named = (f"{kind.package}.{one.partition(':')[0]}" for kind in KINDS for one in kind.references)
    there = {path for name in named if (path := _file_of(name))}
    for path in sorted(there.union(imported)):
        content = path.read_bytes() if path in imported else b""
        yield path.relative_to(_PACKAGE.parent).as_posix(), content


def _imported(roots: list[str]) -> frozenset[Path]:
    """Return the files of these modules and of all of the product that they import."""
    found: dict[str, Path] = {}
    left = list(roots)
    while left:
        name = left.pop()
        path = _file_of(name)
        if path and name not in found:
            found[name] = path
            left += [name.rpartition(".")[0], *_imports(path)]
    return frozenset(found.values())


def _file_of(name: str) -> Path | None:
    """Return the file of a module; None for what is none of ours."""
    first, *parts = name.split(".")
    path = _PACKAGE.joinpath(*parts)
    if first != _PACKAGE.name:
        return None
    package, module = path / "__init__.py", path.with_suffix(".py")
    return next((one for one in (package, module) if one.is_file()), None)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
