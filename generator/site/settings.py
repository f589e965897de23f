"""What of a register's `mkdocs.yml` a build uses: settings that can run no program, read no other
file, put no markup on pages and ask no other host.

See decision 0054.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.core.findings import WorkError
from generator.core.forges import FORGES, RecordsOnForge, repository_address
from generator.load.files import SIZE_LIMIT
from generator.load.yaml_reader import plain_values

NAME = "mkdocs.yml"
COMMITTER_NAMES = "committer_names"
"""Below `extra`: whether the public edition says who recorded what by name."""

LICENCE = "data_licence"
"""Below `extra`: the licence under which the register gives its data away; none by itself."""

REPOSITORY = "repository"
"""Below `extra`: where the records lie on a forge, so that pages and the form lead there."""

_MOST = 5_000
"""Values in a file; ours has about 120. Aliases of aliases would be more than any memory holds."""

_MARKUP = re.compile('[<>"\x00-\x08\x0b\x0c\x0e-\x1f]')
"""The theme prints texts of the settings as they stand."""

_WEB = re.compile(r"https?://[^\s'\\]+")
_SITE = re.compile(r"https?://[^\s'\\?#@]+")
"""An address to which the path of a page can be added, and that every reader may see."""
_BRANCH = re.compile(r"(?!.*\.\.)[\w./-]+")
_FOLDER = re.compile(r"(?!/)(?!.*\.\.)[\w./-]*")
_PAGE = re.compile(r"(?!/)(?!.*\.\.)[\w./-]+\.md")
_ASSET = re.compile(r"assets/[\w-]+\.(?:css|js)")
_ICON = re.compile(r"(?!.*\.\.)[\w/-]+")
_EXTENSIONS = ("admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc")


@dataclass(frozen=True, slots=True)
class _Refused(Exception):
    """A value that is not known to be harmless: where it stands, and what may stand there."""

    place: str
    allowed: str


def read_settings(path: Path) -> Mapping[str, Any]:
    """Return the settings in a file. WorkError naming the first that is not harmless."""
    try:
        found = _values(path)
        _check(found, "", _TOP)
    except _Refused as refused:
        raise WorkError(
            f"{NAME} 里的“{refused.place}”不能用：{refused.allowed}",
            "删去或者改正它；确实需要、内容也可信的，用 lantian build --trust-settings 生成",
        ) from refused
    return found


def names_committers(menu: Path) -> bool:
    """Return whether the settings in a file allow names of committers in the public edition.

    Anything that is not plainly a permission is none.
    """
    return _extra(menu).get(COMMITTER_NAMES) in (True, "true")


def records_on_forge(menu: Path) -> RecordsOnForge | None:
    """Return where the records lie on a forge, as the settings in a file say.

    None where they do not say it, or say anything that is not known to be harmless.
    """
    found = _extra(menu).get(REPOSITORY)
    try:
        _repository(found, REPOSITORY)
    except _Refused:
        return None
    assert isinstance(found, dict)
    address = repository_address(found["address"])
    assert address
    return RecordsOnForge(
        address=replace(address, kind=found.get("forge", address.kind)),
        branch=found.get("branch", "main"),
        folder=found.get("folder", ""),
        is_public=found.get("public") in (True, "true"),
        form=found.get("form", ""),
    )


@dataclass(frozen=True, slots=True)
class DataLicence:
    """The licence of the data, as a data package has it: short name, title, address ("" if none).

    `as_json` leaves out what is not set.
    """

    name: str
    title: str
    path: str = ""

    @property
    def as_json(self) -> Mapping[str, str]:
        """Return its entry in `licenses` of a data package."""
        found = {"name": self.name, "title": self.title, "path": self.path}
        return {key: value for key, value in found.items() if value}


def data_licence(menu: Path) -> DataLicence | None:
    """Return the licence of the data that the settings in a file name; None where none is set."""
    found = _extra(menu).get(LICENCE)
    try:
        _licence(found, LICENCE)
    except _Refused:
        return None
    assert isinstance(found, dict)
    return DataLicence(found["name"], found["title"], found.get("path", ""))


def _extra(menu: Path) -> Mapping[str, Any]:
    """Return the settings below `extra`; none where there are none, or they can not be read."""
    try:
        extra = _values(menu).get("extra")
    except (OSError, WorkError):
        return {}
    return extra if isinstance(extra, dict) else {}


def _values(path: Path) -> Mapping[str, Any]:
    if path.is_symlink() or path.stat().st_size > SIZE_LIMIT:
        raise WorkError(f"“{path}”是链接，或者太大", "换成普通文件，照 records/README.md 说的写")
    try:
        found = plain_values(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise WorkError(f"{NAME} 读不出来", "照 YAML 的写法改正，不要用标签（!）") from error
    if not isinstance(found, dict):
        raise WorkError(f"{NAME} 里没有设置", "从蓝天台账的代码库复制一份")
    if any(number > _MOST for number, _ in enumerate(_nodes(found))):
        raise WorkError(f"{NAME} 里的内容太多", "从蓝天台账的代码库复制一份")
    return found


def _nodes(value: object) -> Iterator[object]:
    """Yield a value and all in it, however deep."""
    left = [value]
    while left:
        one = left.pop()
        yield one
        if isinstance(one, dict):
            left += (*one, *one.values())
        elif isinstance(one, list):
            left += one


Check = Callable[[Any, str], None]
"""Raises _Refused where a value at a place is not harmless."""


def _check(value: object, place: str, allowed: Mapping[str, Check]) -> None:
    if not isinstance(value, dict):
        raise _Refused(place, "这里要写成“名称: 值”")
    for name, inner in value.items():
        where = f"{place}.{name}".lstrip(".")
        if name not in allowed:
            raise _Refused(where, "它可能运行程序、读别的文件或者连接别的网站")
        allowed[name](inner, where)


def _text(value: object, place: str) -> None:
    if not isinstance(value, str) or _MARKUP.search(value):
        raise _Refused(place, '要写成文字，不能有 < > " 和控制字符')


def _plain(value: object, place: str) -> None:
    """Anything made of texts, numbers and truth values."""
    for one in _nodes(value):
        if isinstance(one, str):
            _text(one, place)


def _like(pattern: re.Pattern[str], allowed: str) -> Check:
    def check(value: object, place: str) -> None:
        _text(value, place)
        if not pattern.fullmatch(str(value)):
            raise _Refused(place, allowed)

    return check


def _only(*values: object) -> Check:
    def check(value: object, place: str) -> None:
        if value not in values:
            raise _Refused(place, f"只能是 {'、'.join(str(one).lower() for one in values)}")

    return check


def _each(check: Check) -> Check:
    def check_all(value: object, place: str) -> None:
        if not isinstance(value, list):
            raise _Refused(place, "这里要写成列表")
        for one in value:
            check(one, place)

    return check_all


def _of(allowed: Mapping[str, Check]) -> Check:
    return lambda value, place: _check(value, place, allowed)


def _asset(value: object, place: str) -> None:
    if isinstance(value, dict):
        _check(value, place, {"path": _asset, "defer": _only(True, False)})
    else:
        _like(_ASSET, "只能引用 assets/ 里的样式和脚本")(value, place)


def _extension(value: object, place: str) -> None:
    name = next(iter(value), "") if isinstance(value, dict) and len(value) == 1 else value
    if name not in _EXTENSIONS:
        raise _Refused(f"{place}.{name}", f"只能用 {'、'.join(_EXTENSIONS)}")
    _plain(value, place)


def _menu(value: object, place: str) -> None:
    if isinstance(value, list):
        for one in value:
            _menu(one, place)
    elif isinstance(value, dict):
        for title, target in value.items():
            _text(title, place)
            _menu(target, place)
    elif not isinstance(value, str) or not (_PAGE.fullmatch(value) or _WEB.fullmatch(value)):
        raise _Refused(place, "菜单只能指向 .md 页面或者 http、https 地址")


def _repository(value: object, place: str) -> None:
    """Refuse a repository whose pages could not be named from it."""
    _check(value, place, _REPOSITORY)
    assert isinstance(value, dict)
    address = repository_address(str(value.get("address", "")))
    if address is None:
        raise _Refused(f"{place}.address", "须写仓库网页的网址，以 https:// 开头")
    if not (value.get("forge") or address.kind):
        raise _Refused(f"{place}.forge", f"从网址看不出是哪种代码托管网站，{_KINDS}")


def _licence(value: object, place: str) -> None:
    """Refuse a licence that a data package could not name."""
    _check(value, place, _LICENCE)
    assert isinstance(value, dict)
    for name, words in _LICENCE_NEEDS.items():
        if not value.get(name):
            raise _Refused(f"{place}.{name}", words)


_LICENCE_NEEDS = {
    "name": "须写许可的代号，例如 CC-BY-4.0",
    "title": "须写许可的全名",
}
_LICENCE: Mapping[str, Check] = {
    "name": _like(re.compile(r"[-A-Za-z0-9._]+"), "须写许可的代号，例如 CC-BY-4.0"),
    "title": _text,
    "path": _like(_WEB, "须写许可正文的网址，以 http 或 https 开头"),
}

_KINDS = f"写 {'、'.join(FORGES)} 中的一个（Forgejo 写 gitea）"
_REPOSITORY: Mapping[str, Check] = {
    "address": _like(_SITE, "须写仓库网页的网址，以 https:// 开头，不带用户名、? 和 #"),
    "forge": _only(*FORGES),
    "branch": _like(_BRANCH, "须写分支的名称，例如 main"),
    "folder": _like(_FOLDER, "须写台账在仓库里的文件夹，例如 ledger；在最上层的不写"),
    "public": _only(True, False),
    "form": _like(_WEB, "须写填报网页的网址，以 http 或 https 开头"),
}
_THEME: Mapping[str, Check] = {
    "name": _only("material"),
    "custom_dir": _text,  # that of the package is used
    "language": _like(re.compile(r"[\w-]+"), "只能是语言代码"),
    "font": _only(False),
    "icon": lambda value, place: _check(
        value, place, dict.fromkeys(value or (), _like(_ICON, "只能是图标的名称"))
    ),
    "features": _each(_text),
    "palette": _plain,
}
_TOP: Mapping[str, Check] = {
    "site_name": _text,
    "site_description": _text,
    "site_author": _text,
    "site_url": _like(_SITE, "只能是 http 或 https 地址，不带用户名、? 和 #"),
    "copyright": _text,
    "docs_dir": _text,  # these two are set by the build
    "site_dir": _text,
    "use_directory_urls": _only(False),
    "strict": _only(True, False),
    "theme": _of(_THEME),
    "extra": _of(
        {
            "generator": _only(True, False),
            COMMITTER_NAMES: _only(True, False),
            REPOSITORY: _repository,
            LICENCE: _licence,
        }
    ),
    "extra_css": _each(_asset),
    "extra_javascript": _each(_asset),
    "plugins": _each(lambda _, place: _only()(None, place)),
    "markdown_extensions": _each(_extension),
    "validation": _plain,
    "nav": _menu,
}
