"""No page, feed, file or search denies what it tells: headlines against what their records say."""

import base64
import csv
import gzip
import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from generator.core.dates import stated_round
from generator.core.vocabulary import Role
from generator.exchange.case_rows import handling_steps
from generator.kinds.action.model import Action
from generator.kinds.issue.handled import handled
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.reports.report import NO_COUNTY
from generator.site.build import read_register
from generator.site.search.shards import SEPARATOR, SIGNS
from generator.site.tables import UNKNOWN_ROUND, behind_from
from tests.registers import AFTER_ALL, REPOSITORY, SAMPLE
from tests.shared import folder_of_the_run
from tests.site_index import site_index_of
from tests.sites import built_once

_ARTICLE = re.compile(r'<article\b[^>]*data-record="([^"]*)".*?</article>', re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?(?=<tr\b|</table>)", re.DOTALL)
_ENTRY = re.compile(r"<entry>.*?</entry>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_ID = re.compile(r"[A-Z]{2,5}\d{2}-(?:C\d{4}-\d{3}|\d{6}-(?:R\d{2}-[A-Z](?:\d{2})?-\d{3}|T\d{3}))")
_RELATED = re.compile(r'<p class="lt-related">.*?</p>')
"""Names another case, of which the headline says nothing."""
_SHARD = re.compile(r'lantianShard\("[^"]*","[^"]*","([^"]*)"')
_HANDLING = Issue.model_fields["handling"].title or ""
_BY = re.compile(r"[^，。；]{1,12}?(?:政府|部|厅|局|办)")
"""How a text of what was done begins where it names who did it."""


def silent_states(register: Register) -> set[str]:
    """The states that say that nothing is told of the handling."""
    return {
        state.name
        for programme in register.programmes.values()
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        for state in path.strands[0].states
        if state.silent
    }


def told_ids(register: Register) -> set[str]:
    """The issues whose records tell some handling, be it only in the title of a source."""
    return {
        one.id
        for one in register.issues
        if one.handling
        or any(event.words for event in one.events)
        or any(handling_steps(source.title, register.vocabulary) for source in one.sources)
    }


@dataclass(frozen=True)
class Pair:
    """Words of a headline, and the records that tell what these words deny."""

    headlines: frozenset[str]
    ids: frozenset[str]


def pairs(register: Register) -> Iterator[Pair]:
    """What may not stand beside a record that tells it: by the roles of steps and states."""
    yield Pair(frozenset({*silent_states(register), "办理结果"}), frozenset(told_ids(register)))
    unknown = frozenset({*unknown_results(register), "后续整改情况"})
    yield Pair(unknown, frozenset(mended_ids(register)))
    issues, actions = register.issues, register.actions
    yield _pair(UNKNOWN_ROUND, [one for one in issues if _states_round(one)])
    yield _pair(NO_COUNTY, [one for one in issues if one.place])
    vague = {f"发现日期{one.found_on.vagueness}" for one in issues if not one.found_on.is_exact}
    exact = frozenset(one.id for one in issues if one.found_on.is_exact)
    yield Pair(frozenset(vague), exact)
    yield _pair(
        "材料没有写明提了什么要求。", [one for one in actions if one.demands or one.handling]
    )
    yield _pair("没有查到后续的材料。这不等于没有后续。", [one for one in actions if one.sequels])
    by_whom = [one for one in actions if one.by or _BY.match(one.handling or "")]
    yield _pair("原文没有写明", by_whom)


def _pair(headline: str, records: Sequence[Issue | Action]) -> Pair:
    return Pair(frozenset({headline}), frozenset(one.id for one in records))


def _states_round(issue: Issue) -> bool:
    return bool(issue.round_number or stated_round(issue.round_stated or ""))


def unknown_results(register: Register) -> set[str]:
    """The states that say that some handling is told, and its result is not public."""
    return {
        state.name
        for programme in register.programmes.values()
        for path in (programme.lifecycle.paths if programme.lifecycle else ())
        for state in path.strands[0].states[1:]
        if not state.known and not state.silent
    }


def mended_ids(register: Register) -> Iterator[str]:
    """The issues of which the last that is told of the result is that they are mended."""
    words = register.vocabulary
    results = words.with_role("steps", Role.RECTIFIED, Role.VERIFIED, Role.CLOSED)
    for one in register.issues:
        last = one.taken(results)[-1:]
        if last and not words.has_role(last[0].step, Role.VERIFIED):
            yield one.id


@dataclass(frozen=True)
class Block:
    """What stands together somewhere in a file: its texts, and the records that it names."""

    path: str
    texts: frozenset[str]
    ids: frozenset[str]


def blocks(site: Path) -> Iterator[Block]:
    """Every case, row, entry and object of every file of a site that people or programs read."""
    readers = {".html": _of_page, ".xml": _of_feed, ".js": _of_shard, ".csv": _of_csv}
    for path in sorted(site.rglob("*.*")):
        name = str(path.relative_to(site))
        if path.suffix in readers:
            yield from readers[path.suffix](name, path.read_text(encoding="utf-8-sig"))
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for one in archive.namelist():
                    if one.endswith(".csv"):
                        yield from _of_csv(name, archive.read(one).decode("utf-8-sig"))


def _block(path: str, texts: Iterable[str]) -> Block:
    all_of = frozenset(text.strip() for text in texts)
    return Block(path, all_of, frozenset(_ID.findall("\n".join(all_of))))


def _of_page(path: str, page: str) -> Iterator[Block]:
    for found in _ARTICLE.finditer(page):
        texts = _texts(_TABLE.sub("", _RELATED.sub("", found[0])))
        yield Block(path, _block(path, texts).texts, frozenset({found[1]}))
    for found in _ROW.finditer(page):
        yield _block(path, _texts(_RELATED.sub("", found[0])))


def _texts(markup: str) -> Iterator[str]:
    return map(html.unescape, _TAG.split(markup))


def _of_feed(path: str, feed: str) -> Iterator[Block]:
    for found in _ENTRY.finditer(feed):
        sentences = (re.split("[，。；]", text) for text in _texts(found[0]))
        yield _block(path, chain.from_iterable(sentences))


def _of_csv(path: str, text: str) -> Iterator[Block]:
    for row in csv.reader(io.StringIO(text)):
        yield Block(path, frozenset(row), frozenset(row[:1]))


def _of_shard(path: str, script: str) -> Iterator[Block]:
    found = _SHARD.match(script)
    if found:
        columns = json.loads(gzip.decompress(base64.b64decode(found[1])))["columns"].values()
        for row in zip(*map(_cells, columns), strict=True):
            yield Block(path, frozenset(row), frozenset(row[:1]))


def _cells(column: Mapping[str, Any]) -> Sequence[str]:
    """The values of one column of a shard, the higher of two digits first."""
    values = column["values"].split(SEPARATOR)
    digits = [SIGNS.index(sign) for sign in column["rows"]]
    if column["width"] == 2:
        digits = [a * len(SIGNS) + b for a, b in zip(digits[::2], digits[1::2], strict=True)]
    return [values[at] for at in digits]


def denials(site: Path, register: Register) -> Iterator[str]:
    """Every place where a headline stands beside a record that tells what it denies."""
    known = list(pairs(register))
    silent = silent_states(register)
    for block in blocks(site):
        for pair in known:
            words, named = pair.headlines & block.texts, pair.ids & block.ids
            if words and named:
                yield f"{block.path}: {'、'.join(sorted(words))}: {sorted(named)}"
        if _HANDLING in block.texts and silent & block.texts and len(block.ids) == 1:
            yield f"{block.path}: {_HANDLING}: {sorted(block.ids)}"


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
@pytest.mark.parametrize("source", [SAMPLE, REPOSITORY], ids=["sample", "own"])
def test_no_headline_denies_what_its_record_tells(
    source: Path, is_public: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    register = read_register(source).register
    assert told_ids(register)
    run = folder_of_the_run(tmp_path_factory)
    site = built_once(run, source, AFTER_ALL, is_public=is_public)
    assert list(denials(site, register)) == []


@pytest.mark.parametrize("is_public", [False, True], ids=["full", "public"])
@pytest.mark.parametrize("source", [SAMPLE, REPOSITORY], ids=["sample", "own"])
def test_counts_of_told_and_silent_cases_are_those_of_the_records(
    source: Path, is_public: bool
) -> None:
    register = read_register(source).register
    site = site_index_of(register, AFTER_ALL, is_public=is_public)
    counts = handled(site, behind_from(site, "index.html"), site.overview.summaries)
    assert counts
    published = {
        one.id
        for one in register.issues
        if register.programmes[one.programme_id].is_published(one.group_letter)
    }
    told = len(published & told_ids(register))
    assert (counts.total, counts.told.text, counts.silent.text) == (
        len(published),
        str(told),
        str(len(published) - told),
    )
    assert sum(int(row.cells[0].text) for row in counts.table.rows) == told
