"""The registry of kinds: what each plugs into the framework is there, in its own folder."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.checks.registry import ALL_RULES
from generator.checks.rule import Rule
from generator.core.record_kind import RecordKind
from generator.exchange.account import TableKind
from generator.kinds.registry import BY_NAME, KINDS, TEMPLATE_FOLDERS
from generator.questions.record_form import RecordForm
from generator.site.build import read_register
from generator.site.index import SiteIndex
from tests.registers import SAMPLE, TODAY
from tests.site_index import site_index_of

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def site() -> SiteIndex:
    return site_index_of(read_register(SAMPLE).register, TODAY)


def test_no_two_kinds_share_a_name_a_folder_or_a_model() -> None:
    for of in ("name", "folder", "model"):
        found = [getattr(kind, of) for kind in KINDS]
        assert len(set(found)) == len(found), of


def test_no_two_rules_share_a_code_or_a_slug() -> None:
    for of in ("code", "slug"):
        found = [getattr(rule, of) for rule in ALL_RULES]
        assert len(set(found)) == len(found), of


@every_kind
def test_whatever_a_kind_refers_to_is_in_its_package(kind: RecordKind) -> None:
    assert kind.package == f"generator.kinds.{kind.name}"
    lists = {kind.rules: Rule, kind.imports: TableKind, kind.questions: RecordForm}
    for reference in kind.references:
        found = kind.load(reference)
        if reference in lists:
            assert isinstance(found, Sequence)
            assert all(isinstance(one, lists[reference]) for one in found)
        elif reference == kind.ratios:
            assert all(one.title and one.meaning for one in found)
        else:
            assert callable(found)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("rules", "judgements:RULES", "generator.kinds.task has no module 'judgements'"),
        ("pages", ("pages:task_pages", "papers:pages"), "has no module 'papers'"),
        ("search", "search", "write module:attribute"),
        ("path_form", "tasks/{province}/{id}.yml", "id_pattern has no group 'province'"),
        ("example", "something", "not of id_pattern"),
    ],
)
def test_kind_that_can_not_work_is_refused_when_it_is_made(
    field: str, value: object, said: str
) -> None:
    with pytest.raises(AssertionError) as refused:
        replace(BY_NAME["task"], **{field: value})
    assert str(refused.value).startswith(
        f"generator.kinds.task: RecordKind 'task', field {field!r}"
    )
    assert said in str(refused.value)


def test_reference_to_what_a_module_lacks_is_named_when_it_is_loaded() -> None:
    kind = replace(BY_NAME["task"], rules="rules:JUDGEMENTS")
    said = "generator.kinds.task: RecordKind 'task', field 'rules' = 'rules:JUDGEMENTS'"
    with pytest.raises(AssertionError, match=f"{said}: the module has no 'JUDGEMENTS'"):
        kind.load(kind.rules)


@every_kind
def test_example_of_a_kind_has_a_path_in_its_folder(kind: RecordKind) -> None:
    assert str(kind.path_of(kind.example)).startswith(f"{kind.folder}/")


@every_kind
def test_pages_of_a_kind_are_in_its_folders(kind: RecordKind, site: SiteIndex) -> None:
    jobs = [job for reference in kind.pages for job in kind.load(reference)(site)]
    assert {job.path.partition("/")[0] for job in jobs} == set(kind.page_folders)
    assert {f"{folder}/index.html" for folder in kind.page_folders} <= {job.path for job in jobs}


@every_kind
def test_search_entries_carry_the_label_of_their_kind(kind: RecordKind, site: SiteIndex) -> None:
    if kind.search:
        entries = list(kind.load(kind.search)(site))
        assert {one.kind for one in entries} == {kind.search_label}


def test_no_two_templates_have_the_same_name() -> None:
    names = [path.name for folder in TEMPLATE_FOLDERS for path in folder.glob("*")]
    assert sorted(names) == sorted(set(names))
