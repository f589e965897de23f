"""The one HTML file of a form: the page, Python for browsers, the product and a part of a register.

See decision 0094.
"""

import gzip
import json
import string
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from zipfile import ZIP_STORED

from generator.core.findings import WorkError
from generator.form.carried import Carried, packed, zipped
from generator.form.modules import modules, with_compiled
from generator.form.runtime import FACTS, FOLDER, PACKED, SCRIPTS, compiled_modules, is_ready
from generator.form.session import FormSession

_ASSETS = Path(__file__).with_name("assets")
_STYLES = ("form.css",)
_COMMON = ("question.js", "sitting.js", "giving.js", "entries.js", "fields.js", "form.js")
_WORKER = "worker.js"
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
_BEGUN = "begun.json"
"""What is answered before Python has started."""


def form_file(carried: Carried, runtime: Path = FOLDER) -> bytes:
    """Return the file. WorkError where the runtime was not prepared."""
    if not is_ready(runtime):
        raise WorkError(
            "网页表格要用的浏览器版 Python 还没有准备",
            "在蓝天台账的代码库里运行 make form-runtime（要联网，要有 npm，只做一次），"
            "或者改用带有它的发行包",
        )
    stored = {name: (runtime / f"{name}.gz").read_bytes() for name in PACKED}
    made = {
        _MODULES: zipped(with_compiled(dict(modules()), compiled_modules(runtime)), ZIP_STORED),
        _REGISTER: packed(carried),
        _WORKER: _worker(runtime),
    }
    blocks = {**stored, **{name: gzip.compress(one, 9, mtime=0) for name, one in made.items()}}
    facts = json.loads((runtime / FACTS).read_text(encoding="utf-8"))
    begun = FormSession(carried).begun()
    texts = [_json_block(FACTS, facts), _json_block(_BEGUN, begun)]
    return _filled(
        title=f"{carried.name}填报表",
        blocks="\n".join([*texts, *(_block(*one) for one in blocks.items())]),
    ).encode()


def _worker(runtime: Path) -> bytes:
    """Return the script of the thread with Python: ours comes first, which mends what is there."""
    scripts = (_ASSETS / _WORKER, *(runtime / name for name in SCRIPTS))
    return b"\n".join(one.read_bytes() for one in scripts)


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A page, and how a content security policy names the only script that may run in it."""

    content: bytes
    script: str


def served_page(name: str, token: str, entry_style: str) -> ServedPage:
    """Return the page of a form whose questions a server answers that wants this token.

    `entry_style` is the style sheet of the entries that it shows as the site does.
    """
    script = _safe(_joined(_SERVED.scripts))
    text = _filled(
        title=f"{name}填报",
        blocks=_json_block(_SETTINGS, {"token": token, "style": entry_style}),
        edition=_SERVED,
    )
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return ServedPage(text.encode(), f"'sha256-{digest}'")


def _filled(
    title: str,
    blocks: str,
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
        scripts=f"<script type=module>{_safe(_joined(edition.scripts))}</script>",
    )


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((_ASSETS / name).read_text(encoding="utf-8") for name in names)


def _safe(script: str) -> str:
    """Return a script as it can stand in a page."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _block(name: str, content: bytes) -> str:
    return f'<script type="application/base64" id="{name}">{b64encode(content).decode()}</script>'


def _json_block(name: str, content: Mapping[str, object]) -> str:
    """Return values as a page can hold them: whatever is in a text, it ends no element."""
    text = json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'
