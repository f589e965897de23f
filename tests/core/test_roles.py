"""Code goes by the roles of words: a register that spells them otherwise loses nothing."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import EnumType
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from pydantic import BaseModel

from generator.core.model_walk import chosen_words, inner_model, list_of_words
from generator.core.vocabulary import ROLES, TITLES, Role
from generator.kinds.registry import KINDS
from generator.site.build import read_register
from generator.site.links import DATA
from generator.site.page import Templates
from tests.making import make_vocabulary
from tests.pull_requests import Forge, path_of
from tests.registers import REPOSITORY, SAMPLE, copied
from tests.running import lantian
from tests.site_index import pages, site_index_of

SUFFIX = "改称"
"""What the renamed words end with; no text of the sample holds it."""

CLOSED = "LS19-990100-R01-P01-001"
POLICE = "LS19-990300-R03-P01-001"
DAY = date(2019, 9, 1)


def renamed(root: Path) -> Path:
    """Give every word of a list that has roles another spelling, in the vocabulary and records."""
    register = read_register(root).register
    for filed in register.filed:
        lines = (root / filed.raw.path).read_text(encoding="utf-8").splitlines(keepends=True)
        for one in chosen_words(filed.as_written):
            if one.words in ROLES:
                mark = filed.mark(*one.path)
                before, rest = lines[mark.line - 1][: mark.column - 1], lines[mark.line - 1]
                rest = rest.removeprefix(before)
                assert rest.startswith(one.word)
                lines[mark.line - 1] = f"{before}{one.word}{SUFFIX}{rest.removeprefix(one.word)}"
        (root / filed.raw.path).write_text("".join(lines), encoding="utf-8")
    path = root / "records" / "vocabulary.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for words in ROLES:
        for entry in content.get(words, ()):
            entry["word"] += SUFFIX
            if "steps" in entry:
                entry["steps"] = [step + SUFFIX for step in entry["steps"]]
    for entry in content.get("handlings", ()):
        entry["steps"] = [step + SUFFIX for step in entry.get("steps", ())]
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with every word that may have a role renamed."""
    return renamed(copied(SAMPLE, tmp_path_factory.mktemp("renamed")))


def test_register_with_renamed_words_has_no_findings(other: Path) -> None:
    assert lantian("check", "--root", other).out == lantian("check", "--root", SAMPLE).out


def test_columns_of_the_ledger_stay_when_words_are_renamed(other: Path, tmp_path: Path) -> None:
    for root, name in ((SAMPLE, "before.csv"), (other, "after.csv")):
        out = tmp_path / name
        told = lantian(*("export", "--root", root, "--format", "csv", "--out", out, "--today", DAY))
        assert told.code == 0, told.err
    after = (tmp_path / "after.csv").read_text(encoding="utf-8-sig")
    assert SUFFIX in after
    assert after.replace(SUFFIX, "") == (tmp_path / "before.csv").read_text(encoding="utf-8-sig")


def _without_suffix(body: str) -> str:
    """Return a page with the words as they were, also in tables that lie in an address."""
    return body.replace(SUFFIX, "").replace(quote(SUFFIX), "")


@pytest.mark.parametrize("is_public", [False, True])
def test_counting_pages_stay_when_words_are_renamed(other: Path, is_public: bool) -> None:
    def bodies(root: Path) -> dict[str, str]:
        site = site_index_of(read_register(root).register, DAY, is_public=is_public)
        made = pages(site, Templates(is_public=is_public))
        # The page of open data tells the size of files that have the words in them.
        told = (page for page in made if page.path != DATA)
        return {page.path: _without_suffix(page.body) for page in told}

    before, after = bodies(SAMPLE), bodies(other)
    assert list(after) == list(before)
    assert [path for path in before if after[path] != before[path]] == []


@pytest.mark.parametrize(
    ("record", "step"), [(CLOSED, "推送确认"), (POLICE, "移送公安")], ids=["sent", "police"]
)
def test_facts_stay_frozen_when_words_are_renamed(tmp_path: Path, record: str, step: str) -> None:
    forge = Forge(tmp_path)
    renamed(forge.root)
    forge.git("add", "--all")
    forge.commit("Rename", day="2019-08-02")
    forge.git("checkout", "--quiet", "-b", "change")
    forge.replace(path_of(record), "found: 示例：", "found: 示例：悄悄改了，")
    forge.commit("Change what was found")
    said = forge.check().out
    assert "错误 C03" in said
    assert f"问题已经{step}{SUFFIX}，问题描述不能由" in said
    assert f"在末尾加一步“更正{SUFFIX}”" in said


def test_every_role_belongs_to_a_list_and_the_shipped_vocabulary_has_it() -> None:
    vocabulary = read_register(REPOSITORY).register.vocabulary
    assert {role for roles in ROLES.values() for role in roles} == set(Role)
    lacking = [
        (words, role)
        for words, roles in ROLES.items()
        for role in roles
        if not vocabulary.with_role(words, role)
    ]
    assert lacking == []


def test_word_is_asked_for_its_role_in_its_own_list() -> None:
    vocabulary = make_vocabulary()
    assert vocabulary.with_role("steps", Role.HANDED_OVER) == {"交办"}
    assert vocabulary.with_role("steps", Role.LETTERED) == {"交办", "督办"}
    assert vocabulary.has_role("督办", Role.SUPERVISED)
    assert not vocabulary.has_role("督办", Role.VERIFIED, Role.CLOSED)
    assert vocabulary.has_role("撤销", Role.CANCELLED, words="results")
    assert vocabulary.with_role("results", Role.HANDED_OVER) == frozenset()


EXEMPT = (
    *("demo/*", "kinds/*/demo.py"),
    *("exchange/import*.py", "kinds/*/imports.py", "exchange/*_rows.py"),
)
"""What invents records, and what reads tables that were published with words of their own."""

TITLED = ("title", "metavar")
"""Arguments that name what is shown."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def spelt_words() -> set[str]:
    """The words of the vocabularies and lifecycles that are shipped, explained terms left out."""
    found: set[str] = set()
    for root in (REPOSITORY, SAMPLE):
        register = read_register(root).register
        for words in TITLES.keys() - {"terms"}:
            found.update(register.vocabulary.words(words))
        for programme in register.programmes.values():
            for path in programme.lifecycle.paths if programme.lifecycle else ():
                found.add(path.name)
                for strand in path.strands:
                    found.update(state.name for state in strand.states)
    return {word for word in found if _CHINESE.search(word)}


def word_fields() -> set[str]:
    """The fields of records that take words of the vocabulary: no constructor may spell one."""

    def fields(model: type[BaseModel]) -> Iterator[str]:
        for name, info in model.model_fields.items():
            if list_of_words(info):
                yield name
            inner = inner_model(info.annotation)
            if inner:
                yield from fields(inner)

    return {name for kind in KINDS for name in fields(kind.model)}


def spelled(source: str, words: set[str], fields: set[str]) -> list[str]:
    """Return the words that code compares with, looks up, lists or writes into records.

    Words may only be shown: in sentences, as a title, as an argument of something that is
    constructed to be shown, as a member of an enum of the page's own terms.
    """
    tree = Folded().visit(ast.parse(source))
    whole = {node for node in _spelling(tree, fields, is_shown=False) if node.value in words}
    parts = {
        node for node in _searched(tree) if set(_TOKENS.findall(node.value)) & words - _ORDINARY
    }
    found = sorted(whole | parts, key=lambda node: (node.lineno, node.col_offset))
    return [
        *(f"{node.lineno}: {node.value}" for node in found),
        *(f"{node.lineno}: {ast.unparse(node)}" for node in _members_compared(tree, words, fields)),
    ]


class Folded(ast.NodeTransformer):
    """Makes one text of texts that are added, and of a text with places but without values."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.BinOp(ast.Constant(str() as left), ast.Add(), ast.Constant(str() as right)):
                return ast.copy_location(ast.Constant(left + right), node)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        self.generic_visit(node)
        match node:
            case ast.JoinedStr([ast.Constant() as text]):
                return ast.copy_location(text, node)
        return node


_TOKENS = re.compile(r"[\u4e00-\u9fff]{2,}")
"""Runs of Chinese signs, as they stand between the spaces of a list or the signs of a pattern; one
sign alone is a unit (日, 家) and looked for in texts of any kind."""

_ORDINARY = {"其他", "轮次"}
"""Also words of the published tables that are read by patterns: what is left over, and a round."""

_SEARCHES = {"split", "splitlines", "startswith", "endswith", "removeprefix", "removesuffix"}
_SEARCHES |= {"partition", "rpartition", "find", "index", "count", "replace"}
_PATTERNS = {"compile", "match", "fullmatch", "search", "sub", "findall", "finditer"}
_SHELL_PATTERNS = {"fnmatch", "fnmatchcase"}


def _searched(tree: ast.AST) -> Iterator[ast.Constant]:
    """Yield texts that hold what is searched for or compared: lists to be split, patterns, and
    texts, also with places for values, that are an operand or a key."""
    named = {
        _name(node.targets[0]): node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
    }
    for node in ast.walk(tree):
        for one in _of_search(node) if isinstance(node, ast.Call) else _of_comparison(node):
            yield from _texts([named.get(one.id, one) if isinstance(one, ast.Name) else one])


def _of_search(node: ast.Call) -> Sequence[ast.expr]:
    name, of = _name(node.func), getattr(node.func, "value", None)
    if name in _SHELL_PATTERNS:
        return node.args
    if of is not None and name in _SEARCHES:
        return (of, *node.args[:1])
    return node.args[:1] if of is not None and name in _PATTERNS and _name(of) == "re" else ()


def _of_comparison(node: ast.AST) -> Iterable[ast.expr]:
    if isinstance(node, ast.Compare):
        return _operands(node)
    keys = [node.slice] if isinstance(node, ast.Subscript) else getattr(node, "keys", ())
    return [one for one in keys if isinstance(one, ast.JoinedStr)]


def _operands(node: ast.Compare) -> Iterator[ast.expr]:
    """Yield what is compared, and the members of what is written out to look it up in."""
    for one in (node.left, *node.comparators):
        yield from one.elts if isinstance(one, ast.Tuple | ast.List | ast.Set) else (one,)


def _texts(nodes: Iterable[ast.AST]) -> Iterator[ast.Constant]:
    """Yield the texts that are these nodes or parts of a text with places for values."""
    for node in nodes:
        for part in node.values if isinstance(node, ast.JoinedStr) else (node,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part


def _members_compared(tree: ast.AST, words: set[str], fields: set[str]) -> Iterator[ast.AST]:
    """Yield where a field that takes words is compared with a member of an enum of words."""
    members = {
        (node.name, _name(target))
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(_name(base) == "StrEnum" for base in node.bases)
        for part in node.body
        if isinstance(part, ast.Assign) and getattr(part.value, "value", "") in words
        for target in part.targets
    } | MEMBERS
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.Match):
            compared = list(_operands(node) if isinstance(node, ast.Compare) else _patterns(node))
            takes_words = any(isinstance(o, ast.Attribute) and o.attr in fields for o in compared)
            pairs = {_member(part) for one in compared for part in ast.walk(one)}
            if takes_words and pairs & members:
                yield node


def _patterns(node: ast.Match) -> Iterator[ast.expr]:
    """Yield the subject of a match and the values that it is matched with."""
    yield node.subject
    for part in ast.walk(node):
        if isinstance(part, ast.MatchValue):
            yield part.value


def _member(node: ast.AST) -> tuple[str, str]:
    """Return class and name of the member of an enum that a node may be, else two names."""
    match node:
        case ast.Attribute(value, name) | ast.Subscript(value, ast.Constant(str() as name)):
            return _name(value), name
    return "", ""


def _spelling(node: ast.AST, fields: set[str], *, is_shown: bool) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and not is_shown:
            yield node
    elif isinstance(node, ast.Call):
        yield from _of_call(node, fields)
    elif isinstance(node, ast.ClassDef) and any(_name(base) == "StrEnum" for base in node.bases):
        for part in node.body:
            value = part.value if isinstance(part, ast.Assign) else part
            yield from _spelling(value, fields, is_shown=isinstance(part, ast.Assign))
    else:
        shows = isinstance(node, ast.Expr | ast.JoinedStr) or (
            is_shown and isinstance(node, ast.IfExp)
        )
        for part in ast.iter_child_nodes(node):
            yield from _spelling(part, fields, is_shown=shows)


def _of_call(node: ast.Call, fields: set[str]) -> Iterator[ast.Constant]:
    constructs = _name(node.func).lstrip("_")[:1].isupper()
    yield from _spelling(node.func, fields, is_shown=False)
    for argument in node.args:
        yield from _spelling(argument, fields, is_shown=constructs)
    for keyword in node.keywords:
        is_shown = keyword.arg in TITLED and _name(node.func) != "dict"
        is_title = is_shown or (constructs and keyword.arg not in fields)
        yield from _spelling(keyword.value, fields, is_shown=is_title)


def _name(node: ast.AST) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


MEMBERS: set[tuple[str, str]] = set()
"""Class and name of the members of enums, in any module, that are words of a vocabulary."""


def enum_members(words: set[str]) -> set[tuple[str, str]]:
    """Return the members of all enums that are loaded with the commands, if they are words."""
    every = (module for name, module in sys.modules.items() if name.startswith("generator."))
    enums = (one for module in every for one in vars(module).values() if isinstance(one, EnumType))
    return {(one.__name__, member.name) for one in enums for member in one if member.value in words}


def test_no_code_goes_by_the_spelling_of_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    words, fields = spelt_words(), word_fields()
    monkeypatch.setattr(sys.modules[__name__], "MEMBERS", enum_members(words))
    package = REPOSITORY / "generator"
    found = {
        path.relative_to(package).as_posix(): hits
        for path in sorted(package.rglob("*.py"))
        if not any(path.relative_to(package).match(pattern) for pattern in EXEMPT)
        and (hits := spelled(path.read_text(encoding="utf-8"), words, fields))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        'if event.step == "交办": pass',
        'if "交办" == step: pass',
        'if step in ("交办", other): pass',
        'HANDED = frozenset({"交办"})',
        '_HAND_OVER = "交办"',
        'ROLES = {"交办": "handed_over"}',
        'found = by_step["交办"]',
        'found = by_step.get("交办")',
        'def steps(name="交办"): pass',
        'match step:\n    case "交办": pass',
        'event = Event(step="交办")',
        'if step == ("交办" if found else other): pass',
        'def name(): return "交办"',
        "said = f\"{'是' if step == '交办' else '否'}\"",
        'if line == f"{day} 交办": pass',
        'if name in (f"交办{day}", other): pass',
        'found = by_line[f"交办 {day}"]',
        'HANDED = {f"交办 {day}": 1}',
        'STEPS = "交办 督办".split()',
        'if event.step.startswith("交办"): pass',
        'STEPS = re.compile("(交办|督办)")',
        'if re.fullmatch(rf"{day}交办", line): pass',
        'class End(StrEnum):\n    HANDED = "交办"\nif event.step == End.HANDED: pass',
        'class End(StrEnum):\n    HANDED = "交办"\nif event.step in (End.HANDED, one): pass',
        'class End(StrEnum):\n    HANDED = "交办"\nif event.step == End.HANDED.value: pass',
        'class End(StrEnum):\n    HANDED = "交办"\nif event.step == End["HANDED"]: pass',
        'class End(StrEnum):\n    HANDED = "交办"\nmatch event.step:\n    case End.HANDED: pass',
        '_HAND_OVER = "交" + "办"',
        '_HAND_OVER = f"交办"',
        'if step in "交办、督办": pass',
        'if line == "已经，交办": pass',
        'PATTERN = "^(交办|督办)"\nif re.match(PATTERN, step): pass',
        'if fnmatch(step, "交办*"): pass',
        'names = dict(title="交办")',
    ],
)
def test_each_way_to_go_by_the_spelling_of_a_word_is_noticed(source: str) -> None:
    assert spelled(source, {"交办"}, {"step"}) != []


@pytest.mark.parametrize(
    "source",
    [
        '"""交办"""',
        'said = f"已经交办{day}"',
        'card = Card("交办", count)',
        'field = Field(title="交办")',
        'option = click.option("--step", metavar="交办")',
        'class End(StrEnum):\n    HANDED_OVER = "交办"',
        'class End(StrEnum):\n    HANDED = "交办"\nif card.end == End.HANDED: pass',
        'found = text.split("，已经交办的")',
    ],
)
def test_words_may_be_shown(source: str) -> None:
    assert spelled(source, {"交办"}, {"step"}) == []
