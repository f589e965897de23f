"""The Python that runs in a browser: fetched once, compared with its hashes, kept beside the code.

Pyodide comes from npm, the packages from PyPI by the lock of the product, both through the settings
of this machine. What a start imports is compiled by Pyodide itself in Node, which comes with npm.
`python -m generator.form.runtime` prepares it, with `--if-stale` only where modules have changed;
forms are made without it being fetched again, and released wheels carry it. See decisions 0094,
0104 and 0122.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha512
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from generator.core.complaints import OF_THE_MACHINE, Meanings, in_chinese
from generator.core.findings import WorkError
from generator.form.carried import ZIP_TIME
from generator.form.modules import is_of, modules

PYODIDE = "314.0.7"
INTEGRITY = (
    "sha512-0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq"
    "+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
)
PACKAGES = (
    "annotated-types",
    "pathspec",
    "pydantic",
    "pydantic-core",
    "typing-extensions",
    "typing-inspection",
)
"""What the check imports besides PyYAML, which is taken as it is installed: without its C part."""

FOLDER = Path(__file__).with_name("runtime")
_PACKAGE = Path(__file__).parents[1]
_LOCK = (_PACKAGE.parent / "requirements" / "run.txt", _PACKAGE / "requirements" / "run.txt")
_TAGS = ("--implementation", "cp", "--python-version", "3.14", "--abi", "cp314")
_PLATFORM = "pyemscripten_2026_0_wasm32"

FACTS = "runtime.json"
"""What Pyodide says of itself: which Python it is, and for which interface packages are built."""
_LOCK_FILE = "pyodide-lock.json"
SCRIPTS = ("pyodide.js", "pyodide.asm.mjs")
STDLIB, WASM, SITE = "python_stdlib.zip", "pyodide.asm.wasm", "site.zip"
PACKED = (STDLIB, WASM, SITE)
"""The files that a form holds as they are here, compressed."""
_COMPILING = "generator.form.compiling"
COMPILED = "generator.zip"
"""The modules of the product, compiled: those that are still the same go into a form."""

_EXPORT = "export default _createPyodideModule;"
_OWN_ADDRESS = "import.meta.url"
_NOT_NEEDED = re.compile(
    r"pydantic/(?:v1|mypy|_hypothesis)|.*\.(?:pyi|typed)$|.*\.dist-info/(?!licenses/)"
)
_NOT_IMPORTED = re.compile(
    "(?:_markupbase|_pydatetime|_pyio|_pyrepl|argparse|bdb|cProfile|cmd|code|colorsys|compileall"
    "|configparser|ctypes|curses|dbm|doctest|ensurepip|filecmp|fileinput|ftplib|getopt|getpass"
    "|gettext|graphlib|html|http|idlelib|imaplib|mailbox|mimetypes|modulefinder|netrc|nturl2path"
    "|optparse|pdb|pickletools|pkgutil|platform|plistlib|poplib|profile|pstats|pty|py_compile"
    "|pyclbr|pydoc|pydoc_data|rlcompleter|runpy|sched|shelve|smtplib|socketserver"
    "|statistics|symtable|tabnanny|tarfile|this|timeit|tomllib|trace|turtle|unittest|venv|wave"
    "|wsgiref|xml|xmlrpc|zipapp)(?:/|[.]py$)"
    "|encodings/(?:big5|cp|euc_|hp_|iso|johab|koi|kz|mac_|palmos|ptcp|shift_|tis_)(?!437[.])"
    "|email/(?!__init__|_parseaddr|base64mime|charset|encoders|errors|quoprimime|utils)"
    "|asyncio/(?:__main__|proactor|tools|windows)|concurrent/(?:futures/[a-z]|interpreters)"
    "|logging/(?:config|handlers)[.]|multiprocessing/(?!__init__|context|process|reduction)"
    "|(?:json/tool|pyodide/(?:_nodesock|console)|sysconfig/__main__|urllib/(?:request|robot))"
)
"""Modules of Python that no check imports: half of all. A test opens a form without them.

What a start imports is kept even so.
"""


def _refused(what: str, remedy: str) -> WorkError:
    return WorkError(f"准备网页表格的运行环境没有做成：{what}", remedy)


def prepare(folder: Path = FOLDER) -> None:
    """Make the runtime; WorkError where npm or pip do not give what was pinned."""
    with TemporaryDirectory(prefix="lantian-form-") as name:
        scratch = Path(name)
        package = _unpacked(_npm_package(scratch), scratch)
        files = {name: _as_plain_script(name, (package / name).read_bytes()) for name in SCRIPTS}
        files[WASM] = (package / WASM).read_bytes()
        zips = {
            SITE: dict(_site(_wheels(scratch))),
            STDLIB: _unzipped((package / STDLIB).read_bytes()),
            COMPILED: dict(modules(_COMPILING)),
        }
        files |= _compiled(package, scratch, zips)
        facts = json.dumps(json.loads((package / _LOCK_FILE).read_bytes())["info"]).encode()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        packs = name in PACKED
        target = folder / (f"{name}.gz" if packs else name)
        target.write_bytes(gzip.compress(content, 9, mtime=0) if packs else content)
    # Last: a killed run leaves no folder that looks whole.
    (folder / FACTS).write_bytes(facts)


def is_ready(folder: Path = FOLDER) -> bool:
    """Return whether the runtime is there."""
    return (folder / FACTS).is_file() and (folder / COMPILED).is_file()


def compiled_modules(folder: Path = FOLDER) -> Mapping[str, bytes]:
    """Return the modules of the product as they were compiled, by the path of their cache."""
    with ZipFile(folder / COMPILED) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_stale(folder: Path = FOLDER) -> bool:
    """Return whether a compiled module has changed since: a form compiles it when it is opened."""
    now, compiled = dict(modules(_COMPILING)), compiled_modules(folder)
    return any(not is_of(path, code, now) for path, code in compiled.items())


def _compiled(
    package: Path, scratch: Path, zips: Mapping[str, Mapping[str, bytes]]
) -> Mapping[str, bytes]:
    """Return the ZIP files with what a start imports compiled; of the product nothing else."""
    folder = scratch / "modules"
    folder.mkdir()
    for name, files in zips.items():
        (folder / name).write_bytes(_stored(files))
    script = Path(__file__).with_name("assets") / "compile.mjs"
    words = (str(_tool("node")), str(script), str(package), str(folder))
    _run(words, "Node.js 没有编译好各模块", scratch)
    found = {}
    for name, files in zips.items():
        with ZipFile((folder / name).with_suffix(".compiled.zip")) as archive:
            made = {one: archive.read(one) for one in archive.namelist()}
        kept = {one: text for one, text in files.items() if f"{one}c" not in made}
        if name == STDLIB:
            kept = {one: text for one, text in kept.items() if not _NOT_IMPORTED.match(one)}
        found[name] = _stored(made if name == COMPILED else {**kept, **made})
    return found


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise _refused(f"没有找到 {name}", "安装 Node.js（含 npm），再运行 make form-runtime")
    return found


def _npm_package(scratch: Path) -> bytes:
    words = (_tool("npm"), "pack", f"pyodide@{PYODIDE}", "--silent", "--ignore-scripts")
    _run((*words, "--pack-destination", str(scratch)), "npm 没有取到 pyodide", scratch)
    content = (scratch / f"pyodide-{PYODIDE}.tgz").read_bytes()
    found = f"sha512-{b64encode(sha512(content).digest()).decode()}"
    if found != INTEGRITY:
        raise _refused(
            "取到的 pyodide 与登记的校验值不同", "查对 npm 的镜像；不要使用这样取到的文件"
        )
    return content


def _run(words: tuple[str, ...], fact: str, folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        said = in_chinese(Path(words[0]).stem, done.stderr.decode("utf-8", "replace"), _MEANINGS)
        raise _refused(f"{fact}：{said}", "检查网络和这台电脑上 npm、pip 的设置，再运行一次")


_MEANINGS: Meanings = (
    *OF_THE_MACHINE,
    (("THESE PACKAGES DO NOT MATCH THE HASHES", "EINTEGRITY"), "取到的文件与登记的校验值不同"),
    (("E404", "No matching distribution", "Could not find a version"), "镜像里没有这个版本"),
    (("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "Connection", "timed out",
      "Max retries", "Name or service"), "连不上网络"),
)  # fmt: skip
"""Words of npm and pip → what they mean."""


def _unpacked(archive: bytes, scratch: Path) -> Path:
    """Return the folder of the npm package."""
    with tarfile.open(fileobj=BytesIO(archive), mode="r:gz") as package:
        package.extractall(scratch, filter="data")
    return scratch / "package"


def _as_plain_script(name: str, content: bytes) -> bytes:
    """Return a module as a script that is no module: it sets a name, and has no address."""
    if not name.endswith(".mjs"):
        return content
    text = content.decode("utf-8")
    assert text.count(_EXPORT) == 1, name
    text = text.replace(_EXPORT, "globalThis.createPyodideModule=_createPyodideModule;")
    return text.replace(_OWN_ADDRESS, "globalThis.location.href").encode()


def _lock() -> Path:
    return next(path for path in _LOCK if path.is_file())


def _locked(lock: Path) -> Iterator[str]:
    """Yield the lines of the lock about the packages: names, versions and hashes."""
    is_ours = False
    for line in lock.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            is_ours = line.partition("==")[0] in PACKAGES
        if is_ours:
            yield line


def _wheels(scratch: Path) -> Iterator[bytes]:
    wanted = scratch / "wanted.txt"
    wanted.write_text("\n".join(_locked(_lock())) + "\n", encoding="utf-8")
    words = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
    only = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--platform", _PLATFORM)
    into = ("--dest", str(scratch), "--requirement", str(wanted))
    _run((*words, *only, *_TAGS, *into), "pip 没有取到 pydantic 等各包", scratch)
    for path in sorted(scratch.glob("*.whl")):
        yield path.read_bytes()


def _site(wheels: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the modules of the packages, by path."""
    for wheel in wheels:
        with ZipFile(BytesIO(wheel)) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and not _NOT_NEEDED.match(name):
                    yield name, archive.read(name)
    yaml = distribution("PyYAML")
    for file in yaml.files or ():
        if file.parts[0] == "yaml" and file.suffix == ".py":
            content = Path(str(yaml.locate_file(file))).read_bytes()
            yield file.as_posix(), content + (_PLAIN_YAML if file.name == "__init__.py" else b"")


_PLAIN_YAML = b"""
CSafeLoader, CBaseLoader = SafeLoader, BaseLoader
CSafeDumper, CDumper = SafeDumper, Dumper
"""
"""Names that PyYAML has where its C part is there."""


def _unzipped(archive: bytes) -> dict[str, bytes]:
    """Return the files in a ZIP file, by path."""
    with ZipFile(BytesIO(archive)) as library:
        names = [name for name in library.namelist() if not name.endswith("/")]
        return {name: library.read(name) for name in names}


def _stored(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file that is not compressed: as a whole it becomes a fifth smaller."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name, ZIP_TIME), files[name])
    return made.getvalue()


if __name__ == "__main__":
    try:
        if "--if-stale" not in sys.argv or not is_ready() or is_stale():
            prepare()
    except WorkError as error:
        sys.exit(f"{error.message}\n    改法：{error.hint}")
