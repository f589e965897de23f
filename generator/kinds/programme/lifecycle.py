"""The lifecycle of a programme's issues, as data of the programme (decision 0003).

A programme has one or more paths; an issue goes the first path that its group or category is named
in, else the one that names none. On a path run one or more strands side by side, each with its own
states: handling does not wait for publicity, nor the other way round.

See decision 0029.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from generator.core.fields import LineText, Open, Text, Word
from generator.core.vocabulary import OneOf

Basis = Annotated[Word, OneOf("bases")]
Need = Literal[
    "by",
    "letter",
    "plan_due",
    "due",
    "unit",
    "unit_due",
    "applied_on",
    "application",
    "reviewed_on",
    "reviewed_by",
    "review_letter",
    "notice_from",
    "notice_until",
    "notice_at",
    "note",
    "approved_by",
    "corrects",
    "grade",
    "publish_from",
    "publish_until",
    "statement",
]
StepWord = Annotated[Word, OneOf("steps")]
Side = Literal["地方", "工作组", "上级部门"]
"""The three sides that may owe something about an issue."""

LOCAL: Side = "地方"
GROUPS: Side = "工作组"
ABOVE: Side = "上级部门"
SIDES: Sequence[str] = (LOCAL, GROUPS, ABOVE)


class Party(Open):
    """A role that may take a step, recognised by how the unit is written in `by`."""

    name: LineText = Field(title="角色", description="步骤里用这个名称指明由谁做")
    side: Side | None = Field(
        default=None,
        title="所属一方",
        description="地方、工作组或者上级部门；应办事项按这三方分列，不写的算地方",
    )
    written: list[LineText] = Field(
        title="写法",
        description="单位名称的写法，* 代表任意文字，例如 *人民政府；[!场] 代表“场”以外的一个字",
        min_length=1,
    )
    liaison: bool = Field(
        default=False,
        title="含联络单位",
        description="联络记录里写明的本市单位和职务也算的填 true",
    )


class Duty(Open):
    """The step that a state waits for, and who has to take it."""

    awaits: StepWord = Field(title="等待步骤", description="处在这个状态的问题等着做的步骤")
    of: Text = Field(title="责任角色", description="由哪个角色做")


class State(Open):
    """One state of an issue on a strand."""

    name: LineText = Field(title="状态", description="状态的名称")
    open: bool = Field(default=True, title="未办结", description="还有事要做的填 true")
    known: bool = Field(
        default=True, title="结果已知", description="办理情况没有公开、不知道是否办结的填 false"
    )
    owes: list[Duty] = Field(
        default=[],
        title="应办",
        description="处在这个状态的问题，谁应当做哪一步；未办结的状态都要写，起点除外",
    )
    silent: bool = Field(
        default=False, title="处置未写明", description="公开材料没有写明怎样处置的填 true"
    )
    meaning: Text | None = Field(default=None, title="含义", description="一句话说明")


class Outcome(Open):
    """The state to which a step leads with one of its results."""

    result: Annotated[Word, OneOf("results")] = Field(title="结论", description="词表中的结论")
    to: Text = Field(title="转到", description="得出这个结论后的状态")
    returned: bool = Field(
        default=False, title="核查不到位", description="算一次核查不到位的填 true；已经办结的算反弹"
    )
    resets: bool = Field(
        default=False,
        title="另定期限",
        description="得出这个结论须另定期限的填 true；这一步的其他结论不定期限",
    )


class Deadline(Open):
    """A day that a step names, by which someone has to take another step."""

    field: Literal["plan_due", "due", "unit_due"] = Field(
        title="期限字段",
        description="经过里的 plan_due（方案期限）、due（整改期限）或 unit_due（分办期限）；"
        "分办期限是地方自己定的，过了不算逾期",
    )
    awaits: StepWord = Field(title="等待步骤", description="到期之前应当做的步骤")
    of: Text = Field(title="责任角色", description="由哪个角色做")


class Earlier(Open):
    """A step, on any strand, that must have been taken before."""

    step: StepWord = Field(title="先决步骤", description="此前必须有的步骤")
    result: Annotated[Word, OneOf("results")] | None = Field(
        default=None, title="先决结论", description="并且须有的结论"
    )


class Step(Open):
    """One step: its states, roles, required fields and deadlines."""

    step: StepWord = Field(title="步骤", description="词表中的步骤")
    at: list[Text] | None = Field(
        default=None, title="起点", description="在哪些状态可以做；不写就是任何状态"
    )
    to: Text | None = Field(
        default=None, title="转到", description="做了以后的状态；不写就是状态不变，或看结论"
    )
    forward: bool = Field(
        default=False,
        title="只进不退",
        description="填 true 的，现在的状态已经排在“转到”后面时不变；用于先后不明的步骤",
    )
    outcomes: list[Outcome] = Field(
        default=[], title="结论去向", description="有结论的步骤，各个结论转到哪里"
    )
    by: list[LineText] = Field(title="谁可以做", description="角色名称；空列表表示不限")
    needs: list[Need] = Field(default=[], title="必填", description="这一步在经过里必须填写的字段")
    sets: list[Deadline] = Field(default=[], title="期限", description="这一步定下的期限")
    after: list[Earlier] = Field(default=[], title="先决条件", description="此前必须有过的步骤")
    by_later: bool = Field(
        default=False,
        title="由后来轮次做",
        description="须由发现问题之后轮次的组做的填 true；看不出轮次的不判断",
    )
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")
    meaning: Text | None = Field(default=None, title="说明", description="一句话说明")


class Strand(Open):
    """One row of states that an issue moves along; it begins on the first."""

    name: LineText = Field(title="线索", description="办理、公开等")
    states: list[State] = Field(title="状态", description="按先后排列，第一个是起点", min_length=1)
    steps: list[Step] = Field(title="步骤", description="这条线上的步骤", min_length=1)

    @property
    def beginning(self) -> State:
        """Return the state in which every issue begins."""
        return self.states[0]

    def state(self, name: str) -> State:
        """Return the state of this name; KeyError where there is none."""
        return next(state for state in self.states if state.name == name)

    def reached(self, before: State, step: Step, outcome: Outcome | None) -> State:
        """Return the state to which a step with its outcome leads from a state."""
        name = outcome.to if outcome else step.to
        target = self.state(name) if name else before
        if step.forward and self.states.index(before) > self.states.index(target):
            return before
        return target


class Path(Open):
    """The strands for one sort of issue."""

    name: LineText = Field(title="路径", description="路径的名称")
    groups: list[Word] = Field(
        default=[], title="适用组别", description="组别代号；这些组的问题走这条路径"
    )
    categories: list[Annotated[Word, OneOf("categories")]] = Field(
        default=[], title="适用类别", description="问题类别；这些类别的问题走这条路径"
    )
    public_steps: list[StepWord] = Field(
        default=[],
        title="公开的步骤",
        description="走这条路径的问题公开哪些步骤；不写的照行动的公开规则",
    )
    strands: list[Strand] = Field(
        title="线索", description="并行的线索，第一条是办理", min_length=1
    )

    @cached_property
    def by_step(self) -> Mapping[str, list[tuple[Strand, Step]]]:
        """Return the steps of each name, on any strand; cached, as every replayed event asks."""
        found: dict[str, list[tuple[Strand, Step]]] = {}
        for strand in self.strands:
            for step in strand.steps:
                found.setdefault(step.step, []).append((strand, step))
        return found

    @cached_property
    def first_order(self) -> Mapping[str, int]:
        """Return step → its place on the first strand."""
        return {step.step: place for place, step in enumerate(self.strands[0].steps)}

    @cached_property
    def startable(self) -> Mapping[str, frozenset[str]]:
        """Return state → the steps of the first strand that may be taken from it."""
        first = self.strands[0]
        return {
            state.name: frozenset(
                step.step for step in first.steps if step.at is None or state.name in step.at
            )
            for state in first.states
        }

    @cached_property
    def duties(self) -> frozenset[str]:
        """Return the steps that states of the first strand wait for."""
        return frozenset(duty.awaits for state in self.strands[0].states for duty in state.owes)

    @cached_property
    def repeating(self) -> frozenset[tuple[str, str]]:
        """Return each state that waits for the step whose result led to it, with that step.

        Such an issue is looked at time and again; nothing is late that was just reported.
        """
        first = self.strands[0]
        led = {(one.to, step.step) for step in first.steps for one in step.outcomes}
        waits = {(state.name, duty.awaits) for state in first.states for duty in state.owes}
        return frozenset(led & waits)

    @property
    def is_general(self) -> bool:
        """Return whether it takes all issues that no other path names."""
        return not self.groups and not self.categories


class LeadDepartment(Open):
    """The department in charge of some sorts of issues in the places (行业牵头部门)."""

    name: LineText = Field(title="部门", description="地方的哪个部门，例如 市住建局；照文件的写法")
    groups: list[Annotated[Word, OneOf("groups")]] = Field(
        default=[], title="负责的大类", description="负责哪些问题大类"
    )
    categories: list[Annotated[Word, OneOf("categories")]] = Field(
        default=[], title="负责的类别", description="负责哪些问题类别；先看类别，再看大类"
    )
    basis: Basis = Field(title="依据", description="见于公开文本，还是本台账的设置")


class Lifecycle(Open):
    """All paths of a programme and the roles that they name."""

    roles: list[Party] = Field(title="角色", description="可以做步骤的各方")
    paths: list[Path] = Field(title="路径", description="先列特殊的，最后列一般的", min_length=1)

    def path_for(self, group: str, category: str) -> Path:
        """Return the path for this group letter and category; KeyError where none fits."""
        path = self.find_path(group, category)
        if path is None:
            raise KeyError(category)
        return path

    def find_path(self, group: str, category: str) -> Path | None:
        """Return the path for this group letter and category; None where none fits."""
        for path in self.paths:
            if group in path.groups or category in path.categories or path.is_general:
                return path
        return None

    @property
    def statuses(self) -> list[str]:
        """Return the names of the states of all first strands: the statuses of issues."""
        return list(
            dict.fromkeys(state.name for path in self.paths for state in path.strands[0].states)
        )

    def side_of(self, role: str) -> Side:
        """Return the side of a role; the local one where the record does not say."""
        return self._sides.get(role) or LOCAL

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Return the statuses in which the place owes nothing: its superiors or a group do."""
        return frozenset(
            state.name
            for path in self.paths
            for state in path.strands[0].states
            if state.owes and all(self.side_of(duty.of) != LOCAL for duty in state.owes)
        )

    @cached_property
    def _sides(self) -> Mapping[str, Side | None]:
        return {role.name: role.side for role in self.roles}

    @cached_property
    def reached_by_liaison(self) -> frozenset[str]:
        """Return the roles that the offices in the liaison records of a city have, too."""
        return frozenset(role.name for role in self.roles if role.liaison)

    @cached_property
    def _written(self) -> Mapping[str, list[str]]:
        return {role.name: role.written for role in self.roles}

    def written(self) -> Mapping[str, list[str]]:
        """Return role → how its units are written."""
        return self._written


def forms_text(lifecycle: Lifecycle, roles: Sequence[str]) -> str:
    """Return how units of some roles are named: 地方的名称以“人民政府”结尾."""
    written = lifecycle.written()
    return "；".join(f"{role}的名称{_in_words(written.get(role, ()))}" for role in roles)


def _in_words(forms: Sequence[str]) -> str:
    """Return ways to write a unit, in words; all endings together."""
    endings = [form[1:] for form in forms if len(form) > 1 and form.rfind("*") == 0]
    texts = [f"以“{'”“'.join(endings)}”结尾"] if endings else []
    texts += [_form_text(form) for form in forms if form[1:] not in endings]
    return "，或者".join(texts)


def _form_text(form: str) -> str:
    """Return one way to write a unit, in words: its stars stand for any text."""
    if "*" not in form:
        return f"是{_quoted(form)}"
    first, *within, last = form.split("*")
    parts = [f"以{_quoted(first)}开头"] if first else []
    parts += [f"含有{_quoted(part)}" for part in within if part]
    parts += [f"以{_quoted(last)}结尾"] if last else []
    return "、".join(parts) or "不限"


_OTHER_SIGN = re.compile(r"\[!(.)\]")
"""Any sign but one: 市[!场] leaves out 市场."""


def _quoted(part: str) -> str:
    other = "".join(f"（后面不是“{sign}”）" for sign in _OTHER_SIGN.findall(part))
    return f"“{_OTHER_SIGN.sub('', part)}”{other}"
