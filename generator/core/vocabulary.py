"""The words that records may use, read from `records/vocabulary.yml`.

See decision 0017.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

Derived = TypeVar("Derived")

TITLES = {
    "groups": "问题大类",
    "categories": "问题类别",
    "kinds": "问题形态",
    "triggers": "发现方式",
    "origins": "问题由来",
    "site_kinds": "点位类型",
    "media": "要素",
    "steps": "步骤",
    "results": "结论",
    "relations": "问题之间的关系",
    "handlings": "处置用语",
    "grades": "公开等级",
    "units": "计量单位",
    "metrics": "通报指标",
    "granularities": "统计口径",
    "standings": "轮次依据",
    "reliabilities": "来源等级",
    "bases": "步骤依据",
    "regions": "区域",
    "actions": "措施",
    "task_fields": "任务领域",
    "assistances": "帮扶形式",
    "assistance_steps": "帮扶步骤",
    "confirmations": "确认事项",
    "directions": "目标方向",
    "assessments": "考评结果",
    "verdicts": "考核结论",
    "outcomes": "考核后果",
    "industries": "行业",
    "monitor_states": "监测监控状态",
    "liaison_roles": "联络角色",
    "incidents": "现场情形",
    "incident_steps": "现场处置步骤",
    "penalties": "处罚和措施",
    "penalty_steps": "处罚执行步骤",
    "moments": "证据时点",
    "terms": "术语",
}


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a model field whose value must be in the named list of the vocabulary."""

    words: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the field's JSON Schema with the name of its list, for `Vocabulary.with_enums`."""
        return {**handler(schema), "x-vocabulary": self.words}


class Role(StrEnum):
    """The meaning of a word to the code, which never compares spellings."""

    FOUND = "found"
    SENT = "sent"
    HANDED_OVER = "handed_over"
    TRANSFERRED = "transferred"
    SUPERVISED = "supervised"
    LETTERED = "lettered"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    PLANNED = "planned"
    RECTIFIED = "rectified"
    VERIFIED = "verified"
    RESCHEDULED = "rescheduled"
    CLOSED = "closed"
    REVISITED = "revisited"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"
    EXPOSED = "exposed"
    REPLY = "reply"
    AMENDED = "amended"
    REPAIRED = "repaired"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PROBLEMS = "problems"
    COMPUTED = "computed"
    ACCOUNTABLE = "accountable"
    AUDIENCE = "audience"
    ANSWERED = "answered"
    WARNED = "warned"
    REPORTED = "reported"
    HELD = "held"
    ADOPTED = "adopted"
    ENDED = "ended"
    AT_MOST = "at_most"
    FAILED = "failed"
    PETITION = "petition"
    FOLLOWS = "follows"
    WHOLE = "whole"
    FINED = "fined"
    DAILY = "daily"
    SEALED = "sealed"
    LIMITED = "limited"
    BEFORE = "before"
    AFTER = "after"


ROLES: Mapping[str, tuple[Role, ...]] = {
    "steps": (
        Role.FOUND,
        Role.SENT,
        Role.HANDED_OVER,
        Role.TRANSFERRED,
        Role.SUPERVISED,
        Role.LETTERED,
        Role.CONFIRMED,
        Role.ASSIGNED,
        Role.PLANNED,
        Role.RECTIFIED,
        Role.VERIFIED,
        Role.RESCHEDULED,
        Role.CLOSED,
        Role.REVISITED,
        Role.CANCELLED,
        Role.CORRECTED,
        Role.EXPOSED,
        Role.REPLY,
        Role.AMENDED,
        Role.REPAIRED,
        Role.WITHDRAWN,
    ),
    "results": (Role.ACCEPTED, Role.REFUSED, Role.CANCELLED),
    "relations": (Role.FOLLOWS,),
    "metrics": (Role.PROBLEMS,),
    "units": (Role.WHOLE,),
    "standings": (Role.COMPUTED,),
    "actions": (Role.ACCOUNTABLE,),
    "assistances": (Role.AUDIENCE,),
    "assistance_steps": (
        Role.ANSWERED,
        Role.WARNED,
        Role.REPORTED,
        Role.HELD,
        Role.ADOPTED,
        Role.ENDED,
    ),
    "directions": (Role.AT_MOST,),
    "verdicts": (Role.FAILED,),
    "incidents": (Role.PETITION,),
    "incident_steps": (Role.ANSWERED, Role.ENDED),
    "penalties": (Role.FINED, Role.DAILY, Role.SEALED, Role.LIMITED, Role.TRANSFERRED),
    "penalty_steps": (Role.CANCELLED, Role.REPAIRED),
    "moments": (Role.BEFORE, Role.AFTER),
}
"""List of the vocabulary → the roles of its words."""

WRITTEN: Mapping[str, Role] = {"steps": Role.FOUND, "standings": Role.COMPUTED}
"""List → the role whose word the commands write: only one word in use may have it."""


STEPS_OF: Mapping[str, str] = {"assistances": "assistance_steps", "handlings": "steps"}
"""List whose words name steps → the list that these steps are in."""


class Word(BaseModel):
    """One word with its meaning."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    all_public: ClassVar[bool] = True

    word: str = Field(title="词", description="记录中使用的词，原样填写")
    english: str | None = Field(default=None, title="英文", description="代码中对应的英文名称")
    called: list[str] = Field(
        default=[],
        title="又称",
        description="意思相同的其他叫法，例如“建筑工地扬尘”又称“工地扬尘”；"
        "lantian new issue 和导入问题清单时记成这个词，"
        "检查和其他命令据此指出应当用的词；记录里只写这个词",
    )
    group: str | None = Field(default=None, title="所属大类", description="问题类别所属的大类")
    medium: str | None = Field(
        default=None,
        title="限定要素",
        description="问题类别或者大类只涉及一个环境要素的，写这个要素；可以涉及几个的不写",
    )
    roles: list[Role] = Field(
        default=[],
        title="作用",
        description="程序按作用认词，不按写法：例如 handed_over 表示交给了地方；可以有几个，"
        "各表可用的作用见 records/README.md",
    )
    steps: list[str] = Field(
        default=[],
        title="可有步骤",
        description="帮扶形式：可以有的帮扶步骤，不写就不限；"
        "处置用语：导入时记成哪些步骤，不写的不归类",
    )
    meaning: str = Field(title="含义", description="一句话说明")
    retired: bool = Field(
        default=False, title="已停用", description="停用的词保留在此，旧记录照常有效"
    )


class Vocabulary(BaseModel):
    """Every list of words, in the order in which pages show them."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, ignored_types=(cached_property,), defer_build=True
    )

    all_public: ClassVar[bool] = True

    groups: list[Word] = Field(title=TITLES["groups"], description="进度表的列，按此顺序排列")
    categories: list[Word] = Field(title=TITLES["categories"], description="每个问题填一个")
    kinds: list[Word] = Field(title=TITLES["kinds"], description="单个点位，还是成片集群")
    triggers: list[Word] = Field(title=TITLES["triggers"], description="问题是怎样发现的")
    origins: list[Word] = Field(
        default=[], title=TITLES["origins"], description="列入清单的问题从哪里来"
    )
    site_kinds: list[Word] = Field(title=TITLES["site_kinds"], description="点位是什么性质")
    media: list[Word] = Field(title=TITLES["media"], description="问题涉及的环境要素")
    steps: list[Word] = Field(title=TITLES["steps"], description="问题经过的步骤")
    results: list[Word] = Field(title=TITLES["results"], description="一个步骤的结论")
    relations: list[Word] = Field(
        default=[],
        title=TITLES["relations"],
        description="一个问题与另一条是什么关系；有作用 follows 的写在后来的一个里",
    )
    handlings: list[Word] = Field(
        default=[],
        title=TITLES["handlings"],
        description="公开材料写处置情况的用语，导入时据此记成步骤；同一句里排在前面的优先",
    )
    grades: list[Word] = Field(
        default=[], title=TITLES["grades"], description="曝光的等级，决定公开多久"
    )
    units: list[Word] = Field(title=TITLES["units"], description="数量的单位，不同单位不相加")
    metrics: list[Word] = Field(title=TITLES["metrics"], description="通报所列数字的名称")
    granularities: list[Word] = Field(
        title=TITLES["granularities"], description="一个数字覆盖多长时间"
    )
    standings: list[Word] = Field(title=TITLES["standings"], description="起止日期从何而来")
    reliabilities: list[Word] = Field(
        title=TITLES["reliabilities"], description="采集资料时所记的等级"
    )
    bases: list[Word] = Field(title=TITLES["bases"], description="一个步骤从何而来")
    regions: list[Word] = Field(title=TITLES["regions"], description="城市所在的区域")
    actions: list[Word] = Field(
        default=[], title=TITLES["actions"], description="对地方政府和单位采取的措施"
    )
    task_fields: list[Word] = Field(
        default=[], title=TITLES["task_fields"], description="攻坚任务属于哪个领域"
    )
    assistances: list[Word] = Field(
        default=[], title=TITLES["assistances"], description="用什么形式帮扶"
    )
    assistance_steps: list[Word] = Field(
        default=[], title=TITLES["assistance_steps"], description="帮扶经过的步骤"
    )
    confirmations: list[Word] = Field(
        default=[], title=TITLES["confirmations"], description="工作组应当落实、只作确认的事项"
    )
    directions: list[Word] = Field(
        default=[], title=TITLES["directions"], description="目标值是上限还是下限"
    )
    assessments: list[Word] = Field(
        default=[], title=TITLES["assessments"], description="对派员单位考评的结果"
    )
    verdicts: list[Word] = Field(
        default=[], title=TITLES["verdicts"], description="对区县和部门考核的结论"
    )
    outcomes: list[Word] = Field(
        default=[], title=TITLES["outcomes"], description="考核以后对单位采取的"
    )
    industries: list[Word] = Field(
        default=[], title=TITLES["industries"], description="重点排污单位属于哪个行业"
    )
    monitor_states: list[Word] = Field(
        default=[],
        title=TITLES["monitor_states"],
        description="在线监测设施和空气质量微站的状态，按此顺序计数",
    )
    liaison_roles: list[Word] = Field(
        default=[], title=TITLES["liaison_roles"], description="两级联络机制中的角色"
    )
    incidents: list[Word] = Field(
        default=[], title=TITLES["incidents"], description="工作组在现场遇到的情形"
    )
    incident_steps: list[Word] = Field(
        default=[], title=TITLES["incident_steps"], description="处置现场情况经过的步骤"
    )
    penalties: list[Word] = Field(
        default=[], title=TITLES["penalties"], description="行政处罚决定里的处罚和强制措施"
    )
    penalty_steps: list[Word] = Field(
        default=[], title=TITLES["penalty_steps"], description="处罚决定作出以后的情况"
    )
    moments: list[Word] = Field(
        default=[], title=TITLES["moments"], description="照片是整改前还是整改后拍的"
    )
    terms: list[Word] = Field(title=TITLES["terms"], description="本行业用语，供阅读者查")

    def entries(self, words: str) -> list[Word]:
        """Return the list called `words`; KeyError where there is none."""
        if words not in TITLES:
            raise KeyError(words)
        found: list[Word] = getattr(self, words)
        return found

    def words(self, words: str) -> list[str]:
        """Return the bare words of one list, in order."""
        return [entry.word for entry in self.entries(words)]

    def meant(self, words: str, text: str) -> str | None:
        """Return the word of a list that a text is, or that is also called so; None for others.

        None where several are called so: which one is meant is not guessed.
        """
        entries = self.entries(words)
        if any(one.word == text for one in entries):
            return text
        called = [one.word for one in entries if text in one.called]
        return called[0] if len(called) == 1 else None

    def called(self, words: str) -> Mapping[str, str]:
        """Return other name → word in use, for one list of the vocabulary."""
        return {
            other: entry.word
            for entry in self.entries(words)
            if not entry.retired
            for other in entry.called
        }

    @cached_property
    def group_of(self) -> dict[str, str]:
        """Return category word → group word (问题大类)."""
        return {entry.word: entry.group or entry.word for entry in self.categories}

    def medium_of(self, category: str) -> str | None:
        """Return the only medium that issues of a category, or of its group, are about."""
        own = {one.word: one.medium for one in (*self.groups, *self.categories) if one.medium}
        return own.get(category) or own.get(self.group_of.get(category, ""))

    def with_role(self, words: str, *roles: Role) -> frozenset[str]:
        """Return the words of a list that have one of these roles, retired ones included."""
        found = self._with_roles.get((words, roles))
        if found is None:  # asked several times of each issue
            found = frozenset().union(*(self._with_role.get((words, one), ()) for one in roles))
            self._with_roles[words, roles] = found
        return found

    def has_role(self, word: str, *roles: Role, words: str = "steps") -> bool:
        """Return whether a word of a list has one of these roles."""
        return any(word in self._with_role.get((words, role), ()) for role in roles)

    def roles_of(self, words: str) -> Mapping[str, Sequence[Role]]:
        """Return word → its roles, for the words of a list."""
        if words not in self._roles_of:  # asked for each issue
            found: dict[str, list[Role]] = {}
            for one in self.entries(words):
                found.setdefault(one.word, []).extend(one.roles)
            self._roles_of[words] = found
        return self._roles_of[words]

    def derived(self, make: Callable[["Vocabulary"], Derived]) -> Derived:
        """Return what a function makes of this vocabulary; made once for all issues."""
        if make not in self._derived:
            self._derived[make] = make(self)
        found: Derived = self._derived[make]
        return found

    def word_to_write(self, words: str) -> str | None:
        """Return the word that a command writes where nobody chose one (`WRITTEN`)."""
        return next(
            (
                entry.word
                for entry in self.entries(words)
                if WRITTEN[words] in entry.roles and not entry.retired
            ),
            None,
        )

    @cached_property
    def _derived(self) -> dict[Callable[..., Any], Any]:
        return {}

    @cached_property
    def _with_roles(self) -> dict[tuple[str, tuple[Role, ...]], frozenset[str]]:
        return {}

    @cached_property
    def _roles_of(self) -> dict[str, Mapping[str, Sequence[Role]]]:
        return {}

    @cached_property
    def _with_role(self) -> dict[tuple[str, Role], frozenset[str]]:
        return {
            (words, role): frozenset(
                entry.word for entry in self.entries(words) if role in entry.roles
            )
            for words, roles in ROLES.items()
            for role in roles
        }

    def with_enums(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON Schema with the allowed words wherever a list is named."""
        return {key: self._enum(value) for key, value in schema.items()} | self._own_enum(schema)

    def _own_enum(self, schema: dict[str, Any]) -> dict[str, Any]:
        listed = schema.get("x-vocabulary")
        return {"enum": self.words(listed)} if isinstance(listed, str) else {}

    def _enum(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.with_enums(value)
        if isinstance(value, list):
            return [self._enum(item) for item in value]
        return value
