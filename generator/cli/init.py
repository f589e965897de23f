"""`lantian init`: a new register with its words, a first programme and city, ready to check.

See decision 0093.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import click
from pydantic import ValidationError

from generator.audit.git import new_repository
from generator.checks.engine import judge
from generator.cli.options import Day, Root, plain, somebody_is_there, typed_text
from generator.core.dates import today_in_china
from generator.core.forges import FORGES, RepositoryAddress, repository_address
from generator.core.provinces import cities, province_of, provinces
from generator.core.vocabulary import Word
from generator.core.yaml_writer import items_text, record_text
from generator.demo.fast_import import refuse_full
from generator.kinds.city.model import City
from generator.kinds.programme.model import Programme
from generator.load.files import read_files
from generator.load.yaml_reader import plain_values
from generator.site.layouts import packaged

_STARTER = files("generator") / "starter"
_SEED = files("generator") / "demo" / "seed" / "records"
_BRANCH = "main"
_CODE = re.compile("[0-9]{6}")
_OF_A_PROVINCE = "0000"
_COUNTY = re.compile(r"(\d{6})=(.+)")

FILES: Mapping[str, str] = {
    "README.md": "README.md",
    "records/README.md": "writing.md",
    "CODEOWNERS": "CODEOWNERS.txt",
    ".gitattributes": "gitattributes.txt",
    ".gitignore": "gitignore.txt",
    ".github/workflows/check.yml": "workflow.yml",
    ".github/workflows/publish.yml": "publish.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
    "publish.sh": "publish.sh",
}
"""Path in a new register → the starter file it is made from."""

_PLAN = ("grid", "appraisal", "quick")
"""What only plans of cities have."""

QUESTIONS: Mapping[str, tuple[str, str]] = {
    "programme": ("行动编号", "两到四个大写字母加两位年份，例如 LD27"),
    "name": ("行动名称", "专项行动的正式名称"),
    "issuer": ("组织单位", "部署这次行动的机关"),
    "start": ("首日", "行动从哪一天起，例如 2027-03-01"),
    "document": ("依据文件", "部署行动的文件的标题，写进来源"),
    "city": ("城市代码", "第一个城市的六位代码，例如 610100"),
    "city_name": ("城市名称", "全称，例如 西安市"),
    "pinyin": ("城市拼音", "小写字母，不带声调，例如 xian"),
    "province": ("省份", "所在省、直辖市，例如 陕西省"),
    "region": ("区域", "所属重点区域的名称；不在重点区域的写省份"),
    "county": ("区县", "代码=名称，几个区县用顿号隔开，例如 610102=新城区、610103=碑林区"),
}
"""Name of an option → its title and what to answer, in the order of asking."""

_LONGEST, _OTHER_LONGEST = 100, {"document": 300, "county": 10_000}
"""Characters of an answer: titles of columns and pages are made of names."""

_LONGEST_COUNTY = 50
_YEARS_BACK, _YEARS_AHEAD = 50, 10
"""Registers of past programmes are made, and of planned ones; years beyond are mistyped."""


class WrongAnswer(click.UsageError):
    """Answers that can not be recorded: the names of their questions, asked again if possible."""

    def __init__(self, message: str, *names: str) -> None:
        super().__init__(plain(message))
        self.names = names


def _with_questions(function: click.decorators.FC) -> click.decorators.FC:
    for name, (title, told) in reversed(list(QUESTIONS.items())):
        option = f"--{name.replace('_', '-')}"
        kind = Day() if name == "start" else str
        function = click.option(option, type=kind, metavar=title, help=f"{told}。")(function)
    return function


class RepositoryPage(click.ParamType[RepositoryAddress]):
    """The page of a repository, without names and passwords of users."""

    name = "网址"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> RepositoryAddress:
        """Return the address; BadParameter for what is none."""
        found = repository_address(str(value).strip())
        if found is None:
            self.fail(f"“{value}”不是仓库的网址：写成 https://…/单位/仓库", param, ctx)
        return found

    def if_any(self, value: str) -> RepositoryAddress | None:
        """Return the address; None for an empty answer."""
        return self.convert(value, None, None) if value.strip() else None


@click.command("init", short_help="建立一个新的台账")
@click.argument("folder", metavar="文件夹", type=Root())
@_with_questions
@click.option(
    "--cadence", type=click.IntRange(1, 366), metavar="天数", help="一轮多少天；不分轮次的不写。"
)
@click.option(
    "--repository",
    metavar="网址",
    type=RepositoryPage(),
    help="台账在代码托管网站上的网址；问题的页面和填报网页据此给出链接。",
)
@click.option(
    "--forge",
    type=click.Choice(FORGES),
    help="是哪种代码托管网站，从网址看不出的才写；Forgejo 写 gitea。",
)
def command(
    folder: Path,
    cadence: int | None,
    repository: RepositoryAddress | None,
    forge: str | None,
    **typed: Any,
) -> None:
    """在空文件夹里建立新的台账：词表、第一个专项行动和城市、网站设置、检查用的流水线和说明。

    在终端上运行时，缺少的内容逐项询问，答得不对的再问那一项；否则一次说明缺少哪些。
    记录写好以后检查一遍，有错误的不建立。
    """
    refuse_full(folder)
    first = _answered(typed)
    on_forge = _on_forge(repository, forge, asks=None in typed.values())
    answers = _created(folder, {**first, **on_forge}, cadence)
    click.echo(plain(_TOLD.format(folder=folder, programme=answers["programme"])))


def _on_forge(
    address: RepositoryAddress | None, forge: str | None, *, asks: bool
) -> Mapping[str, str]:
    """Return what the settings say of the repository; nothing where there is none yet."""
    if address is None and asks:
        told = "台账在代码托管网站上的网址（还没有的直接回车）"
        address = click.prompt(
            told, default="", show_default=False, value_proc=RepositoryPage().if_any
        )
    if address is None:
        return {}
    kind = forge or address.kind
    if not kind and asks:
        kind = click.prompt("是哪种代码托管网站", type=click.Choice(FORGES))
    if not kind:
        raise click.UsageError(
            f"从网址看不出“{address.host}”是哪种代码托管网站：加 --forge，"
            f"写 {'、'.join(FORGES)} 中的一个"
        )
    return {"repository": address.page, "forge": kind}


_TOLD = """已建立：{folder}
接下来：
    cd "{folder}"
    lantian new rounds {programme} --first … --until … --note …    （分轮次的行动）
    lantian new issue
    lantian check
    lantian build
    git add --all
    git commit -m "建立台账"
README.md 说明各个文件；CODEOWNERS 里的 YOUR-ORG 要换成自己的组织名。"""


def _created(folder: Path, answers: Mapping[str, Any], cadence: int | None) -> Mapping[str, Any]:
    """Return the answers that a register was made of: wrong ones are asked again, no others."""
    while True:
        try:
            create(folder, answers, cadence)
        except WrongAnswer as wrong:
            if not (somebody_is_there() and wrong.names):
                raise
            click.echo(wrong.message, err=True)
            answers = {**answers, **{name: _ask(name, answers[name]) for name in wrong.names}}
        else:
            return answers


def _answered(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an answer to every question. UsageError naming the questions without one."""
    typed = {name: _read(name, value) for name, value in typed.items()}
    missing = [name for name in QUESTIONS if typed[name] is None]
    if not missing:
        return typed
    if not somebody_is_there():
        raise click.UsageError(f"还没有写：{'、'.join(map(_titled, missing))}")
    return {**typed, **{name: _ask(name) for name in missing}}


def _read(name: str, value: Any) -> Any:
    """Return an answer as it goes into a record; UsageError naming the question."""
    try:
        clean = typed_text(value) if isinstance(value, str) else value
    except click.BadParameter as error:
        raise WrongAnswer(f"{_titled(name)}：{error.message}", name) from error
    if isinstance(clean, str):
        _refuse_long(name, _titled(name), clean, _OTHER_LONGEST.get(name, _LONGEST))
        _refuse_lines(name, clean)
    if isinstance(clean, date):
        _refuse_far(name, clean)
    return clean


def _refuse_long(name: str, titled: str, text: str, longest: int) -> None:
    if len(text) > longest:
        raise WrongAnswer(f"{titled}有 {len(text)} 个字，最多 {longest} 个：只写名称", name)


def _refuse_lines(name: str, text: str) -> None:
    if "\n" in text:
        shown = text.replace("\n", "\\n")
        raise WrongAnswer(f"{_titled(name)}里的“{shown}”有换行：去掉换行，写成一行", name)


def _refuse_far(name: str, day: date) -> None:
    this = today_in_china().year
    first, last = this - _YEARS_BACK, this + _YEARS_AHEAD
    if not first <= day.year <= last:
        raise WrongAnswer(
            f"{_titled(name)}“{day}”离今天太远：查对年份，在 {first} 年至 {last} 年之间", name
        )


def _titled(name: str) -> str:
    """Return what a question is called, and the option for those who type commands."""
    return f"{QUESTIONS[name][0]}（--{name.replace('_', '-')}）"


def _ask(name: str, before: Any = None) -> Any:
    """Return the answer of whoever is there; what can not be read is asked again at once.

    `before` is an earlier answer, kept by the return key alone.
    """
    title, told = QUESTIONS[name]
    kind = Day() if name == "start" else str
    while True:
        answer = click.prompt(f"{title}（{told}）", type=kind, default=before)
        try:
            return _read(name, answer)
        except WrongAnswer as wrong:
            click.echo(wrong.message, err=True)


def create(folder: Path, answers: Mapping[str, Any], cadence: int | None = None) -> None:
    """Write the new register, whole or not at all. WorkError, UsageError, OSError."""
    refuse_full(folder)
    texts = _texts(answers, cadence)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, text in texts.items():
            (draft / path).parent.mkdir(parents=True, exist_ok=True)
            (draft / path).write_text(text, encoding="utf-8", newline="\n")
        _refuse_faulty(draft, answers)
        new_repository(draft, _BRANCH)
        draft.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _named_in(text: str, answers: Mapping[str, Any]) -> list[str]:
    """Return the questions whose answers a finding quotes."""
    return [name for name in QUESTIONS if f"'{answers[name]}'" in text]


def _refuse_faulty(draft: Path, answers: Mapping[str, Any]) -> None:
    raws = read_files(draft)
    found = judge(raws, existing_paths=frozenset(raw.path for raw in raws)).findings
    if found:
        first = found[0]
        said = f"{first.message}（{first.path}）\n      {first.hint}"
        raise WrongAnswer(said, *_named_in(first.message, answers))


def _texts(answers: Mapping[str, Any], cadence: int | None) -> Mapping[str, str]:
    """Return path → text of every file."""
    try:
        records = {
            f"records/cities/{answers['city']}.yml": record_text(_city(answers)),
            f"records/programmes/{answers['programme']}.yml": record_text(
                _programme(answers, cadence)
            ),
        }
    except ValidationError as error:
        name, typed = _first_of(error, answers)
        raise WrongAnswer(_unfit(name, typed), name) from error
    return {
        **{path: _filled(name, answers) for path, name in FILES.items()},
        **records,
        "records/vocabulary.yml": _vocabulary(answers["region"]),
        "mkdocs.yml": _settings(answers),
        "requirements.txt": packaged("requirements", "run.txt").read_text(encoding="utf-8"),
    }


def _first_of(error: ValidationError, answers: Mapping[str, Any]) -> tuple[str, str]:
    """Return the question of the first answer that a record can not hold, and what was typed."""
    typed = str(error.errors()[0]["input"])
    same = [name for name in QUESTIONS if str(answers[name]) == typed]
    holding = [name for name in QUESTIONS if typed in str(answers[name])]
    held = [name for name in QUESTIONS if str(answers[name]) in typed]
    return [*same, *holding, *held][0], typed


def _unfit(name: str, typed: str) -> str:
    """Return that an answer can not be recorded, and how it is written."""
    return f"{_titled(name)}里的“{typed}”写得不对：要写的是{QUESTIONS[name][1]}"


def _filled(name: str, answers: Mapping[str, Any]) -> str:
    text = (_STARTER / name).read_text(encoding="utf-8")
    for word in ("name", "programme", "city", "city-name"):
        text = text.replace(f"<{word}>", str(answers[word.replace("-", "_")]))
    return text


def _source(answers: Mapping[str, Any]) -> Mapping[str, str]:
    return {"title": answers["document"], "publisher": answers["issuer"]}


def _city(answers: Mapping[str, Any]) -> City:
    _refuse_place(answers)
    found = [_COUNTY.fullmatch(one.strip()) for one in re.split("[、,，]", answers["county"])]
    if None in found:
        example = f"{answers['city'][:4]}02=新城区"
        raise WrongAnswer(f"{_titled('county')}写成 代码=名称，例如 {example}", "county")
    _refuse_counties(answers["city"], [one for one in found if one])
    for one in found:
        held = one[2] if one else ""
        _refuse_long("county", f"{_titled('county')}里的一个名称", held, _LONGEST_COUNTY)
    name = answers["city_name"]
    return City.model_validate(
        {
            "id": answers["city"],
            "name": name,
            "short_name": name.removesuffix("市"),
            "pinyin": answers["pinyin"],
            "province": answers["province"],
            "region": answers["region"],
            "counties": [{"code": one[1], "name": one[2]} for one in found if one],
            "sources": [_source(answers)],
        }
    )


def _refuse_place(answers: Mapping[str, Any]) -> None:
    """UsageError for a code of another form, or a province and a city that do not belong together.

    Codes that no province has are those of invented places.
    """
    code, name, province = answers["city"], answers["city_name"], answers["province"]
    if not _CODE.fullmatch(code):
        raise WrongAnswer(_unfit("city", code), "city")
    own = province_of(code)
    if province != own and (own or province in provinces().values()):
        belongs = f"是{own}的，{_titled('province')}写 {own}" if own else "不是这个省的"
        raise WrongAnswer(
            f"{_titled('city')}“{code}”与{_titled('province')}“{province}”不相符："
            f"{code[:2]} 开头的代码{belongs}；代码写错的，改正代码",
            *("city", "province"),
        )
    if code.endswith(_OF_A_PROVINCE) and name != province:
        raise WrongAnswer(
            f"{_titled('city')}“{code}”是直辖市的代码，{_titled('city_name')}“{name}”与"
            f"{_titled('province')}“{province}”却不相同：直辖市两处写同一个名称，其他城市查对代码",
            *("city", "city_name", "province"),
        )
    _refuse_other_city(code, name)


def _refuse_other_city(code: str, name: str) -> None:
    """UsageError where code and name are known as those of two cities, or the name in short."""
    by_name = {full: known for known, full in cities().items()}
    own = cities().get(code)
    of_name = by_name.get(name) or by_name.get(f"{name}市")
    if (own or name) == name and of_name in (None, code):
        return
    facts = [f"代码 {code} 是{own}的"] if own else []
    facts += [f"{cities()[of_name]}的代码是 {of_name}"] if of_name else []
    raise WrongAnswer(
        f"{_titled('city')}“{code}”与{_titled('city_name')}“{name}”不相符："
        f"{'，'.join(dict.fromkeys(facts))}；写错了哪一个就改哪一个，名称写全称",
        *("city", "city_name"),
    )


def _refuse_counties(city: str, found: Sequence[re.Match[str]]) -> None:
    """UsageError for counties that are given twice, or whose codes are of another city."""
    codes = Counter(one[1] for one in found)
    names = Counter(one[2].strip() for one in found)
    twice = [one for counted in (codes, names) for one, times in counted.items() if times > 1]
    if twice:
        said = f"{_titled('county')}里“{twice[0]}”写了两次：一个区县写一次"
        raise WrongAnswer(said, "county")
    begin = (
        city[:2] if city.endswith(_OF_A_PROVINCE) else city[:4]
    )  # a municipality stands for a province
    other = next((one for one in codes if not one.startswith(begin) or one == city), None)
    if other:
        raise WrongAnswer(
            f"{_titled('county')}的代码“{other}”不属于城市代码“{city}”："
            f"区县代码的前{'两' if len(begin) == 2 else '四'}位与城市相同",
            "county",
        )


def _programme(answers: Mapping[str, Any], cadence: int | None) -> Programme:
    """Return a programme with the lifecycle, the groups and the rules of the demo's."""
    [path] = (_SEED / "programmes").iterdir()
    pattern: Any = plain_values(path.read_text(encoding="utf-8"))
    start: date = answers["start"]
    kept = {name: value for name, value in pattern.items() if name not in _PLAN}
    kept.pop("cadence_days")
    fields = {
        **_named(kept, answers["issuer"]),
        "id": answers["programme"],
        "name": answers["name"],
        "issuer": answers["issuer"],
        "period": {"start": start.isoformat()},
        "cities": [answers["city"]],
        "note": "办理流程、组别和公开规则是建立台账时自带的样子，须按本行动的文件核对。",
        "sources": [_source(answers)],
        **({"cadence_days": str(cadence)} if cadence else {}),
    }
    return Programme.model_validate(fields)


def _named(value: Any, issuer: str) -> Any:
    """Return the pattern with the office that issues the programme in the invented one's place."""
    if isinstance(value, str):
        return value.replace("省级示例部门", "省级主管部门").replace("示例部", issuer)
    if isinstance(value, list):
        return [_named(one, issuer) for one in value]
    if isinstance(value, dict):
        return {key: _named(one, issuer) for key, one in value.items()}
    return value


def _vocabulary(region: str) -> str:
    """Return the words of the demo, with the region of the first city for the invented one."""
    word = Word(word=region, english="region", meaning="建立台账时填写的区域。")
    block = f"regions:\n{items_text([word])}"
    text = (_SEED / "vocabulary.yml").read_text(encoding="utf-8")
    return re.sub(r"^regions:\n(?:[- ].*\n)+", lambda _: block, text, flags=re.MULTILINE)


def _settings(answers: Mapping[str, Any]) -> str:
    """Return the settings of the site: its description, and where the records lie on a forge."""
    text = packaged("mkdocs.yml").read_text(encoding="utf-8")
    described = f"{answers['name']}问题台账"
    told = f"site_description: {json.dumps(described, ensure_ascii=False)}"
    text = re.sub(r"^site_description: .*$", lambda _: told, text, flags=re.MULTILINE)
    if "repository" not in answers:
        return text
    stated = {"address": answers["repository"], "forge": answers["forge"], "branch": _BRANCH}
    lines = [
        "  repository:",
        *(f"    {name}: {json.dumps(value)}" for name, value in stated.items()),
    ]
    return _REPOSITORY.sub(lambda _: "\n".join(lines) + "\n", text)


_REPOSITORY = re.compile(
    r"^  # repository:.*\n(?:  #   (?:address|forge|branch):.*\n)+", re.MULTILINE
)
