"""Open data: the records of an edition as tables in files, and the page that offers them.

See decision 0063.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from generator.core.fields import Record
from generator.core.record_kind import OpenData, RecordKind
from generator.core.serials import id_order
from generator.exchange.data_package import DESCRIPTION
from generator.exchange.open_files import (
    database,
    package,
    package_description,
    table_csv,
    table_json,
)
from generator.exchange.tables import (
    DataField,
    DataTable,
    Names,
    all_names,
    cells_at,
    fields_at_paths,
    part_fields,
    part_lists,
    part_rows,
    record_table,
)
from generator.exchange.text_files import clean
from generator.exchange.workbook import workbook
from generator.kinds.issue.columns import FILE_COLUMNS
from generator.kinds.issue.model import Event, Issue
from generator.kinds.issue.summaries import ExposedLine
from generator.kinds.registry import KINDS
from generator.public.policy import public_names
from generator.site.index import SiteIndex
from generator.site.links import DATA, DATA_FOLDER, RATES_NAME, Links, download_path, issue_path
from generator.site.overview.rates import rates_table
from generator.site.page import Page, PageJob, Templates, record_path

TITLE = "蓝天台账公开数据"
NOTE = "每行一条记录；空白表示原文没有写明，不表示没有，也不表示零。"
WORKBOOK, PACKAGE, DATABASE = "lantian.xlsx", "lantian.zip", "lantian.sqlite"
CHECKSUMS = "SHA256SUMS.txt"

CASES, CASE_EVENTS = "cases", "case_events"

_PAGE = DataField("page", "本页地址", "在本站的页面；没有设置网址的，从本站首页算起")
_VERSION = DataField("version", "版本", "最后改动这条记录的提交；没有改动历史的空着")


_OFFERED = tuple((kind, kind.open_data) for kind in KINDS if kind.open_data)
"""The kinds of records that are offered, each with how: their tables follow from the model."""


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file as the page lists it: its size in bytes and its SHA-256."""

    path: str
    title: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class OfferedTable:
    """A table as the page lists it."""

    table: DataTable
    files: Sequence[OfferedFile]


@dataclass(frozen=True, slots=True)
class OfferedCity:
    """The files of the issues of a city, in the full edition."""

    name: str
    xlsx: str
    zip: str


def open_data(site: SiteIndex) -> Iterator[PageJob]:
    """Yield the files of the open data, their checksums and the page that offers them."""
    for name in _names(site):
        yield PageJob(f"{DATA_FOLDER}/{name}.csv", _content, (f"{name}.csv",))
        yield PageJob(f"{DATA_FOLDER}/{name}.json", _content, (f"{name}.json",))
    for file in _WHOLE:
        yield PageJob(f"{DATA_FOLDER}/{file}", _content, (file,))
    yield PageJob(f"{DATA_FOLDER}/{CHECKSUMS}", _checksums)
    yield PageJob(DATA, _page)


def _names(site: SiteIndex) -> list[str]:
    """Return the names of all tables: they follow from the models, whatever is recorded."""
    names = [CASES, CASE_EVENTS, RATES_NAME]
    for kind, offer in _OFFERED:
        names += [kind.folder, *(name for name, _, _ in _lists(site, kind, offer))]
    return names


def _lists(site: SiteIndex, kind: RecordKind, offer: OpenData) -> Iterator[tuple[str, str, type]]:
    """Yield the table, the field and the model of each list of parts in the records of a kind."""
    for field, model in part_lists(kind.model, _visible(site)):
        yield offer.lists.get(field, f"{kind.folder}_{field}"), field, model


def _visible(site: SiteIndex) -> Names:
    return public_names if site.is_public else all_names


def _content(site: SiteIndex, _: Templates, file: str) -> bytes:
    return _file(site, file)


def _file(site: SiteIndex, file: str) -> bytes:
    """Return the content of a file, made once for itself and for all that holds it."""
    name, _, form = file.rpartition(".")
    make = _WHOLE.get(file)
    if make:
        return site.memo(f"open data {file}", lambda: make(site))
    write = {"csv": table_csv, "json": table_json}[form]
    return site.memo(f"open data {file}", lambda: write(_table(site, name)))


def _description(site: SiteIndex) -> bytes:
    about: dict[str, object] = {"name": "lantian-open-data", "title": TITLE, "description": NOTE}
    version = _version(site)
    about |= {"version": version} if version else {}
    about |= {"homepage": site.address} if site.address else {}
    about |= {"licenses": [site.licence.as_json]} if site.licence else {}
    return package_description(_tables(site), _csv_files(site), about)


def _csv_files(site: SiteIndex) -> dict[str, bytes]:
    return {f"{one}.csv": _file(site, f"{one}.csv") for one in _names(site)}


def _package(site: SiteIndex) -> bytes:
    return package({DESCRIPTION: _file(site, DESCRIPTION), **_csv_files(site)})


def _about(site: SiteIndex) -> dict[str, str]:
    return {
        "名称": TITLE,
        "说明": NOTE,
        "截至": site.today.isoformat(),
        "版本": _version(site),
        "网址": site.address,
    }


_WHOLE: Mapping[str, Callable[[SiteIndex], bytes]] = {
    WORKBOOK: lambda site: workbook(_tables(site), _about(site)),
    DESCRIPTION: _description,
    PACKAGE: _package,
    DATABASE: lambda site: database(_tables(site), _about(site)),
}
"""Files that hold all tables, or say what is in them."""

_FILE_TITLES = {
    WORKBOOK: "全部表（XLSX，每表一页）",
    DESCRIPTION: "各表的列和校验值（datapackage.json）",
    PACKAGE: "数据包（ZIP：全部 CSV 和 datapackage.json）",
    DATABASE: "全部表（SQLite 数据库）",
}


def _version(site: SiteIndex) -> str:
    """Return the commit that the register is read at; "" without Git."""
    return site.audit.head.id if site.audit else ""


def _tables(site: SiteIndex) -> list[DataTable]:
    return [_table(site, name) for name in _names(site)]


def _table(site: SiteIndex, name: str) -> DataTable:
    return site.memo(f"open table {name}", lambda: _made(site, name))


def _made(site: SiteIndex, name: str) -> DataTable:
    if name == CASES:
        return _cases(site)
    if name == CASE_EVENTS:
        return _case_events(site)
    if name == RATES_NAME:
        return rates_table(site)
    for kind, offer in _OFFERED:
        if name == kind.folder:
            return _record_table(site, kind)
        for table, field, model in _lists(site, kind, offer):
            if name == table:
                return _part_table(site, kind, name, field, model)
    raise LookupError(name)


def _record_table(site: SiteIndex, kind: RecordKind) -> DataTable:
    """Return the table of the records of a kind: their fields, page and version."""
    records = site.register.select(kind.model)
    table = record_table(kind.folder, kind.title, kind.model, records, _visible(site))
    place_of = kind.load(kind.place) if kind.place else lambda *_: ""
    rows = [
        [*row, _address(site, place_of(site, one)), _last_commit(site, kind.model, one.id)]
        for row, one in zip(table.rows, records, strict=True)
    ]
    return replace(table, fields=[*table.fields, _PAGE, _VERSION], rows=rows)


def _address(site: SiteIndex, path: str) -> str:
    """Return the address of a page; "" where there is none."""
    return site.address + path if path else ""


def _part_table(site: SiteIndex, kind: RecordKind, name: str, field: str, model: type) -> DataTable:
    names = _visible(site)
    title = f"{kind.title}：{kind.model.model_fields[field].title}"
    repeated = kind.open_data.beside if kind.open_data else ()
    beside = fields_at_paths(kind.model, repeated)
    rows = [
        [*row, *cells_at(record, repeated)]
        for record in site.register.select(kind.model)
        for row in part_rows(record.id, getattr(record, field), model, names)
    ]
    return DataTable(name, title, [*part_fields(model, names), *beside], rows)


def _cases(site: SiteIndex) -> DataTable:
    columns = [one for one in FILE_COLUMNS if one.is_public or not site.is_public]
    fields = [DataField(one.name, one.title, one.meaning, one.kind) for one in columns]
    rows = [
        [
            *(clean(str(one.cell(shown.line))) for one in columns),
            _address(site, issue_path(shown.line)),
            _last_commit(site, Issue, shown.line.id),
        ]
        for shown in _shown(site)
    ]
    return DataTable(CASES, "公开案例", [*fields, _PAGE, _VERSION], rows)


def _shown(site: SiteIndex) -> list[ExposedLine]:
    """Return the cases that may be named, by ID."""
    return sorted(
        (one for one in site.exposures if one.shown), key=lambda one: id_order(one.line.id)
    )


def _last_commit(site: SiteIndex, model: type[Record], record_id: str) -> str:
    return site.audit.last_commit(record_path(model, record_id)) if site.audit else ""


def _case_events(site: SiteIndex) -> DataTable:
    named = {one.line.id for one in _shown(site)}
    rows = sorted(
        (list(row) for row in site.events if row[0] in named),
        key=lambda row: (row[0], int(row[1])),
    )
    return DataTable(CASE_EVENTS, "公开案例：经过", part_fields(Event, _visible(site)), rows)


def _checksums(site: SiteIndex, _: Templates) -> str:
    """Return the checksums in the form that `sha256sum --check` reads."""
    files = [*_all_files(site), *_WHOLE]
    return "".join(f"{sha256(_file(site, one)).hexdigest()}  {one}\n" for one in files)


def _all_files(site: SiteIndex) -> list[str]:
    return [f"{name}.{form}" for name in _names(site) for form in ("csv", "json")]


def _page(site: SiteIndex, templates: Templates) -> Page:
    """Return the page that offers the files; those of empty tables are there, but not listed."""
    tables = [
        OfferedTable(
            table,
            [_offered(site, f"{table.name}.{form}", form.upper()) for form in ("csv", "json")],
        )
        for table in _tables(site)
        if table.rows
    ]
    return templates.page(
        "open_data.html",
        DATA,
        "数据下载与引用",
        files=[_offered(site, file, title) for file, title in _FILE_TITLES.items()],
        tables=tables,
        cities=[] if site.is_public else list(_cities(site)),
        checksums=f"{DATA_FOLDER}/{CHECKSUMS}",
        day=site.today.isoformat(),
        version=_version(site),
        address=site.address,
        note=NOTE,
        data_set=TITLE,
        licence=site.licence,
    )


def _offered(site: SiteIndex, file: str, title: str) -> OfferedFile:
    content = _file(site, file)
    return OfferedFile(f"{DATA_FOLDER}/{file}", title, len(content), sha256(content).hexdigest())


def _cities(site: SiteIndex) -> Iterator[OfferedCity]:
    link = Links(DATA)
    for city in site.cities:
        if city.id in site.overview.by_city:
            xlsx, packed = (link.to(download_path(city.id, form)) for form in ("xlsx", "zip"))
            yield OfferedCity(city.name, xlsx, packed)
