"""Proof that a site shows what Git holds: the pages of its commit are rendered again.

See decisions 0004 and 0037.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.audit.git import Repository, commit_of, damaged_objects, prefix, repository
from generator.audit.log import count_between, current, is_ancestor, refuse_incomplete
from generator.audit.reader import audit_at
from generator.audit.rewritten import HistoryComparison, compared_history
from generator.audit.worktree import blobs, blobs_at, held
from generator.cache.build_cache import BuildCache, CachedSite
from generator.cache.cache import Cache
from generator.core.findings import WorkError
from generator.core.progress import stage
from generator.kinds.registry import KINDS
from generator.load.evidence_files import FOLDER as EVIDENCE
from generator.load.evidence_files import evidence_bytes, evidence_paths, is_pointer
from generator.site.build import stage_site
from generator.site.context import BuildContext
from generator.site.inputs import scan_without_git
from generator.site.layouts import BODY_END, BODY_START, bare_layouts
from generator.site.links import FOLDERS
from generator.site.manifest import NAME, Manifest, digest, read_manifest, tool
from generator.site.output import MARKER, PRESERVED, StagingDirectory
from generator.site.page import COMMIT_LINE

SHOWN_LETTERS = 60


@dataclass(frozen=True, slots=True)
class SiteComparison:
    """The result of a comparison: in what the site differs, and notes for the reader."""

    commit: str
    pages: int
    records: int
    differences: tuple[str, ...]
    notes: tuple[str, ...]


def verify_site(root: Path, site: Path, *, latest: bool = False) -> SiteComparison:
    """Compare a site with the history of the register below `root`. WorkError.

    With `latest` a site of an older commit differs too.
    """
    repo = repository(root)
    head = current(repo) if repo else None
    if repo is None or head is None:
        raise WorkError(
            "这里没有 Git 历史，无从核对", "在台账的 Git 克隆里运行，或用 --root 指明它"
        )
    refuse_incomplete(repo)
    manifest = read_manifest(site)
    if not manifest.commit:
        raise WorkError("网站生成时没有 Git，没有审计记录可以核对", "在台账的 Git 克隆里重新生成")
    strange = _strange_commit(repo, manifest.commit, head)
    if strange:
        return SiteComparison(manifest.commit, 0, 0, (strange,), ())
    newer = count_between(repo, manifest.commit, head)
    age = [f"网站不是最新的：它依据的提交之后又有 {newer} 次提交"] if newer else []
    with stage("重新生成网站"):
        made = _rebuilt(repo, prefix(repo, root), manifest)
    found = [*_uncommitted(manifest), *_files(site, manifest), *_contents(site, made.wanted)]
    found += commits_without_blobs(repo, prefix(repo, root), site)
    with stage("核对仓库"):
        damaged = damaged_objects(repo)
    found += (f"仓库里的内容损坏或者被换过（git fsck）：{one}" for one in damaged)
    notes = [*_notes(manifest), *([] if latest else age)]
    return SiteComparison(
        manifest.commit,
        len(made.wanted),
        made.records,
        tuple(dict.fromkeys([*found, *(age if latest else [])])),
        tuple(notes),
    )


def verify_history(root: Path, since: str) -> HistoryComparison:
    """Compare the history of the register below `root` with an earlier state of it. WorkError.

    `since`: a folder of a site, its manifest, or a commit.
    """
    repo = repository(root)
    head = current(repo) if repo else None
    if repo is None or head is None:
        raise WorkError(
            "这里没有 Git 历史，无从核对", "在台账的 Git 克隆里运行，或用 --root 指明它"
        )
    within, place = prefix(repo, root), Path(since)
    if not place.exists():
        return compared_history(repo, within, commit_of(repo, since), head)
    site = place if place.is_dir() else place.parent.parent
    manifest = read_manifest(site)
    if not manifest.commit:
        raise WorkError("网站生成时没有 Git，没有审计记录可以核对", "换一个有审计记录的网站")
    pages = sorted(site.rglob("*.html")) if place.is_dir() else []
    shown = [(one.path, one.blob) for page in pages for one in shown_on(site, page)]
    return compared_history(repo, within, manifest.commit, head, shown)


def _strange_commit(repo: Repository, commit: str, head: str) -> str:
    if is_ancestor(repo, commit, head):
        return ""
    return (
        f"网站依据的提交 {commit} 不在现在的历史里：历史被改写过，"
        "或者网站出自别的仓库、别的分支，或者这个克隆还没有取到它"
    )


@dataclass(frozen=True, slots=True)
class _Rebuilt:
    """What a site must show (path → body or content), and the number of records."""

    wanted: Mapping[str, bytes]
    records: int


def _rebuilt(repo: Repository, within: str, manifest: Manifest) -> _Rebuilt:
    """Return the site of a commit, built in a temporary folder without layouts."""
    audit = replace(audit_at(repo, within, manifest.commit), rewritten=manifest.rewritten)
    with TemporaryDirectory(prefix="lantian-") as name:
        root = Path(name)
        for folder in ("records", "site", "layouts"):
            (root / folder).mkdir()
        _check_out(repo, within, manifest.commit, root)
        stage = StagingDirectory(root / "site", root / "layouts", {})
        layouts = bare_layouts(root / "layouts", FOLDERS)
        today = date.fromisoformat(manifest.today)
        is_public = manifest.edition == "public"
        cache = BuildCache(Cache(root / "none.db"), manifest.edition)
        context = BuildContext(root, stage, layouts, today, audit, cache, is_public)
        context = replace(
            context, names_committers=manifest.names_committers, on_forge=manifest.on_forge
        )
        staged = stage_site(context, scan_without_git(root), CachedSite())
        if staged.site is None:
            raise WorkError(
                f"提交 {manifest.commit} 里的记录有错误，生成不出网站来核对",
                "用生成这个网站的同一个版本的工具核对",
            )
        paths = (path for path in staged.site.published if path != NAME)
        wanted = {path: _body((root / "site" / path).read_bytes(), path) for path in paths}
        return _Rebuilt(wanted, staged.verdict.records)


def _check_out(repo: Repository, within: str, commit: str, root: Path) -> None:
    """Write the records of a commit below `root`, and their evidence.

    Of evidence that lies outside Git, or of which a commit has pointers alone, the files of this
    machine are taken: the records have their hashes.
    """
    here = Path(repo.working_dir, within)
    names = {**held(repo, commit, within), **held(repo, commit, within, EVIDENCE)}
    with blobs(repo) as contents:
        found = zip(names, contents.contents(list(names.values())), strict=True)
        files = {path: content or b"" for path, content in found}
    for path in evidence_paths(here):
        if path not in files or is_pointer(files[path]):
            files[path] = evidence_bytes(here, path)
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _body(content: bytes, path: str) -> bytes:
    """Return what is compared of a file: of a page its body."""
    if not path.endswith(".html"):
        return content
    return content.partition(BODY_START.encode())[2].rpartition(BODY_END.encode())[0]


def _notes(manifest: Manifest) -> Iterator[str]:
    if manifest.tool != tool():
        yield (
            f"网站由另一个版本的工具生成（{manifest.tool}，这里是 {tool()}），"
            "用同一个版本核对，才能分清差异出自工具还是出自数据"
        )
    for commit in manifest.rewritten:
        yield f"生成网站时发现历史被改写过：提交 {commit} 曾经读到，后来不在历史里"


def _uncommitted(manifest: Manifest) -> Iterator[str]:
    for path in manifest.uncommitted:
        yield f"{path}：生成网站时有尚未提交的改动，没有人为它署名"


def _files(site: Path, manifest: Manifest) -> Iterator[str]:
    """Yield what differs from the manifest of the site."""
    existing = {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() or path.is_symlink()
    } - {NAME, MARKER, PRESERVED}
    for path in sorted(manifest.files.keys() - existing):
        yield f"{path}：网站里没有这个文件"
    for path in sorted(existing - manifest.files.keys()):
        yield f"{path}：多出的文件，生成时没有"
    for path in sorted(existing & manifest.files.keys()):
        if digest((site / path).read_bytes()) != manifest.files[path]:
            yield f"{path}：内容与生成时不同"


def _contents(site: Path, wanted: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what differs from the rebuilt site."""
    for path, content in wanted.items():
        file = site / path
        if not file.is_file():
            yield f"{path}：网站里没有这个文件"
            continue
        shown = _body(file.read_bytes(), path)
        if shown != content:
            texts = (one.decode("utf-8", "replace") for one in (shown, content))
            yield from _page_differences(path, *texts)
    for path in _rendered_pages(site) - wanted.keys():
        yield f"{path}：多出的页面，依据的提交不产生它"


def _rendered_pages(site: Path) -> set[str]:
    """Return the pages that carry a body of ours."""
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if BODY_START in path.read_bytes().decode("utf-8", "replace")
    }


def _page_differences(path: str, shown: str, wanted: str) -> Iterator[str]:
    actual, expected = _records(shown), _records(wanted)
    named = False
    for record in dict.fromkeys((*expected, *actual)):
        if actual.get(record) != expected.get(record):
            named = True
            yield f"{path}：{_record_difference(record, actual, expected)}"
    if not named:
        yield f"{path}：{_first_difference(shown, wanted)}"


def _record_difference(
    record: str, actual: Mapping[str, set[str]], expected: Mapping[str, set[str]]
) -> str:
    if record not in actual:
        return f"缺少记录 {record}"
    if record not in expected:
        return f"多出记录 {record}，依据的提交里没有"
    shown, right = ("、".join(sorted(found[record])) for found in (actual, expected))
    return f"记录 {record} 的版本是 {shown}，提交里是 {right}"


def _first_difference(shown: str, wanted: str) -> str:
    place = next(
        (n for n, (a, b) in enumerate(zip(shown, wanted, strict=False)) if a != b),
        min(len(shown), len(wanted)),
    )
    line = wanted.count("\n", 0, place) + 1
    start = max(0, place - SHOWN_LETTERS // 3)
    now, then = (text[start : start + SHOWN_LETTERS] for text in (shown, wanted))
    return f"正文第 {line} 行与提交不符：网站上是 {now!r}，应为 {then!r}"


class _Records(HTMLParser):
    """The records of a page, with the versions that it says it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, set[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # In a ledger an article is a record and has its ID only once.
        record = values.get("data-record") or (values.get("id") if tag == "article" else None)
        if record:
            self.found.setdefault(record, set()).add(values.get("data-blob") or "尚未提交")


def _records(body: str) -> Mapping[str, set[str]]:
    reader = _Records()
    reader.feed(body)
    return reader.found


_COMMIT = re.compile(r'<code class="lt-id" title="([0-9a-f]+)">')
_RECORD = re.compile(r'\bdata-record="([^"]*)"[^>]* data-blob="([0-9a-f]+)"')
_NO_COMMIT = "0" * 40
_SHOWN = 10
"""Letters of a blob or commit in a message."""


class Shown(NamedTuple):
    """A record (its path below the root) as a page shows it, and the commit that the page names."""

    page: str
    commit: str
    record: str
    path: str
    blob: str


def commits_without_blobs(repo: Repository, within: str, site: Path) -> Iterator[str]:
    """What is wrong with the pages of a site, a sentence each; `within` is where its root lies."""
    shown = [one for page in sorted(site.rglob("*.html")) for one in shown_on(site, page)]
    places = [(one.commit, within + one.path) for one in shown]
    for one, blob in zip(shown, blobs_at(repo, places), strict=True):
        if blob != one.blob:
            there = f"是 {blob[:_SHOWN]}" if blob else "没有"
            yield (
                f"{one.page}：页脚写的提交 {one.commit[:_SHOWN]} 里，记录 {one.record} {there}，"
                f"页面上是 {one.blob[:_SHOWN]}"
            )


def shown_on(site: Path, page: Path) -> Iterator[Shown]:
    """The records of one page with their blobs, and the commit in its last line."""
    text = page.read_text(encoding="utf-8", errors="replace")
    body, _, line = text.partition(BODY_START)[2].rpartition(BODY_END)[0].rpartition(COMMIT_LINE)
    named = _COMMIT.search(line)
    commit = named[1] if named else _NO_COMMIT
    name = page.relative_to(site).as_posix()
    for record, blob in _RECORD.findall(body):
        path = next((path for kind in KINDS if (path := kind.path_of(record))), "")
        yield Shown(name, commit, record, f"records/{path}", blob)
