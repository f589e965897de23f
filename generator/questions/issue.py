"""The questions of a new issue: their order, what tables call them, what depends on what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from generator.kinds.issue.model import Issue
from generator.kinds.programme.model import Programme
from generator.questions.issue_answers import (
    Form,
    city,
    county,
    credit_code,
    date,
    firm,
    group,
    medium,
    origin,
    programme,
    quantity,
    relation,
    responsible,
    round,
    several,
    text,
    unit,
    url,
    word_of,
    yes,
)
from generator.questions.question import AnswerError, AnswerKind, Question, from_field, shown

Read = Callable[[Form, str], object]
Needed = Callable[[Form], bool]


@dataclass(frozen=True, slots=True)
class IssueQuestion:
    """One question about a new issue: how it is put, how its answer is read, when it is needed."""

    asked: Question
    read: Read
    is_needed: Needed = lambda form: False

    @property
    def name(self) -> str:
        """Return the name of the answer in the form."""
        return self.asked.name

    @property
    def title(self) -> str:
        """Return how it is called."""
        return self.asked.title

    @property
    def help(self) -> str:
        """Return what to write."""
        return self.asked.help

    def answer(self, form: Form, typed: str) -> object:
        """Return the typed answer as it goes into the form; AnswerError where it can not."""
        try:
            value = self.read(form, typed)
        except ValidationError as error:  # a form of its own that the record does not allow
            raise AnswerError(f"{shown(typed)} 不能这样记；{self.help.rstrip('。')}") from error
        setattr(form, self.name, value)
        return value

    def can_be_read(self, form: Form) -> bool:
        """Return whether the answers that it depends on are there."""
        return all(getattr(form, name) is not None for name in self.asked.after)


_OF_PROGRAMME = ("programme",)


def _always(form: Form) -> bool:
    return True


def _has_rounds(form: Form) -> bool:
    return bool(form.programme and form.programme.cadence_days)


def _has_no_first_kind(form: Form) -> bool:
    return not form.register.vocabulary.kinds


def _needs_unit(form: Form) -> bool:
    return form.first_step is None or "by" in form.first_step.needs


def _has_several_media(form: Form) -> bool:
    several = form.programme and len(form.programme.media) > 1
    return bool(several and not form.medium_of_category)


def _has_origins(form: Form) -> bool:
    return bool(form.programme and form.programme.origins)


def _needs_source(form: Form) -> bool:
    is_published = form.group_kind and form.group_kind.published
    given = (form.source_publisher, form.source_date, form.source_url)
    return bool(is_published or any(given))


_SITE_KIND = word_of("site_kinds", "点位类型")
_KIND = word_of("kinds", "问题形态")
_TRIGGER = word_of("triggers", "发现方式")
_CATEGORY = word_of("categories", "问题类别")

_ORIGIN_HELP = "行动列有几种由来的写一种，其他行动不写。"


def _about(
    name: str,
    field: str,
    read: Read,
    needed: Needed | None = None,
    *,
    title: str = "",
    help: str = "",
    kind: AnswerKind | None = None,
    after: Sequence[str] = (),
    aliases: Sequence[str] = (),
) -> IssueQuestion:
    """Return the question that a field of an issue answers, in the words of the model."""
    is_asked = from_field(
        Issue,
        field,
        name=name,
        title=title,
        help=help,
        kind=kind,
        after=after,
        aliases=aliases,
        needed=needed is _always,
    )
    return IssueQuestion(is_asked, read, needed or (lambda form: False))


_PROGRAMME = Question(
    "programme",
    "专项行动",
    "编号或名称，例如 LT19。",
    AnswerKind.PROGRAMME,
    aliases=("行动", "行动编号", "行动名称", "专项行动名称"),
    needed=True,
)
_CITY = Question(
    "city",
    "城市",
    "代码、名称或简称。",
    AnswerKind.CITY,
    aliases=("市", "地市", "城市名称", "所在城市", "地级市", "行政区域"),
    needed=True,
)
_ROUND = Question(
    "round",
    "轮次",
    "第几轮；不分轮次的写 0。",
    AnswerKind.ROUND,
    after=_OF_PROGRAMME,
    aliases=("轮", "督查轮次", "帮扶轮次", "检查轮次"),
)
_GROUP_ASKED = Question(
    "group",
    "组别",
    "例如 P03、Z。",
    AnswerKind.GROUP,
    after=_OF_PROGRAMME,
    aliases=("检查组", "督查组", "工作组", "检查组别", "发现组别", "组号", "帮扶组"),
    needed=True,
)

QUESTIONS = (
    IssueQuestion(_PROGRAMME, programme, _always),
    IssueQuestion(_CITY, city, _always),
    IssueQuestion(_ROUND, round, _has_rounds),
    IssueQuestion(_GROUP_ASKED, group, _always),
    _about(
        "county",
        "place",
        county,
        help="当日的名称或代码。",
        kind=AnswerKind.COUNTY,
        after=("city",),
        aliases=(
            "县区",
            "县（区）",
            "县（市、区）",
            "区（县）",
            "区县（开发区）",
            "区（市、县）",
            "县（区、市）",
            "区/县",
            "县/区",
            "区、县",
            "县、区",
            "县市区",
            "区县市",
            "所在区县",
            "所属区县",
            "所在县区",
            "所属县区",
            "所在县（市、区）",
            "所属县（市、区）",
            "所在县（区）",
            "所属县（区）",
            "所在区（县）",
            "所属区（县）",
            "区县名称",
            "行政区县",
            "属地区县",
        ),
    ),
    _about(
        "site",
        "site.name",
        text,
        _always,
        help="企业、工地、村庄等的名称。",
        aliases=(
            "单位（点位）名称",
            "企业名称（点位）",
            "企业名称",
            "单位名称",
            "点位",
            "污染源名称",
            "企业（点位）名称",
            "项目名称",
        ),
    ),
    _about("site_kind", "site.kind", _SITE_KIND, help="企业、工地等。", aliases=("点位性质",)),
    _about(
        "credit_code",
        "site.credit_code",
        credit_code,
        help="18 位，没有的不写。",
        kind=AnswerKind.CODE,
        aliases=("信用代码", "社会信用代码", "统一信用代码"),
    ),
    _about(
        "firm",
        "unit",
        firm,
        title="单位档案",
        help="已经建档的单位：编号、名称或者统一社会信用代码；没有建档的不写。",
        kind=AnswerKind.UNIT,
        after=("city",),
        aliases=("单位档案编号",),
    ),
    _about(
        "masked",
        "site.masked",
        yes,
        help="点位名称含自然人姓名、已经改写的写“是”。",
        kind=AnswerKind.YES,
    ),
    _about("kind", "kind", _KIND, _has_no_first_kind, help="不写就是词表的第一个。"),
    _about("trigger", "trigger", _TRIGGER, help="怎样发现的。", aliases=("问题发现方式",)),
    _about(
        "comes_from",
        "comes_from",
        origin,
        _has_origins,
        help=_ORIGIN_HELP,
        after=_OF_PROGRAMME,
        aliases=("问题来源",),
    ),
    _about(
        "category",
        "category",
        _CATEGORY,
        _always,
        help="词表中的一个。",
        aliases=("问题类型", "问题分类", "环境问题类型", "问题种类"),
    ),
    _about(
        "medium",
        "medium",
        medium,
        _has_several_media,
        help="行动或者类别只涉及一个的不用写。",
        aliases=("环境要素", "污染类型"),
    ),
    _about(
        "quantity",
        "quantity",
        quantity,
        help="例如 '2 台'。",
        kind=AnswerKind.QUANTITY,
        aliases=("问题数量",),
    ),
    _about(
        "date",
        "events.date",
        date,
        _always,
        title="发现日期",
        help="例如 2019-07-08。",
        kind=AnswerKind.DAY,
        aliases=(
            "发现问题时间",
            "发现时间",
            "检查日期",
            "检查时间",
            "督查时间",
            "排查日期",
            "日期",
        ),
    ),
    _about(
        "by",
        "events.by",
        unit,
        _needs_unit,
        title="发现单位",
        help="由谁发现，写单位。",
        aliases=("检查单位", "督查单位", "排查单位"),
    ),
    _about(
        "found",
        "found",
        text,
        _always,
        help="发现了什么，只写事实。",
        aliases=(
            "存在的主要问题",
            "存在问题",
            "主要问题",
            "问题",
            "问题情况",
            "问题内容",
            "发现的问题",
            "具体问题",
            "交办问题基本情况",
            "环境问题",
        ),
    ),
    _about("demand", "demand", text, help="要求对方做什么。", aliases=("处理要求",)),
    _about(
        "responsible",
        "responsible",
        responsible,
        help="属地和行业牵头部门，有两个的用顿号隔开。",
        aliases=("责任部门", "整改责任单位", "属地责任单位"),
    ),
    _about("goal", "goal", text, help="整改要达到什么。"),
    _about("measures", "measures", text, help="整改方案所定的措施。", aliases=("主要措施",)),
    _about(
        "target_date",
        "target_date",
        date,
        help="方案所定的完成年限，可以只写年月或者年份，例如 2019-12。",
        kind=AnswerKind.DAY,
    ),
    _about("lasting", "lasting", yes, help="还要长期坚持的写“是”。", kind=AnswerKind.YES),
    _about(
        "other_places",
        "other_places",
        several(county),
        help="问题还涉及的同城区县，几个用顿号隔开。",
        kind=AnswerKind.TEXT,
        after=("city",),
    ),
    _about(
        "other_categories",
        "other_categories",
        several(_CATEGORY),
        help="还属于的类别，几个用顿号隔开。",
        kind=AnswerKind.TEXT,
    ),
    _about(
        "other_media",
        "other_media",
        several(word_of("media", "要素")),
        help="还涉及的要素，几个用顿号隔开。",
        kind=AnswerKind.TEXT,
    ),
    _about(
        "capacity",
        "capacity",
        quantity,
        help="例如 '4 蒸吨'。",
        kind=AnswerKind.QUANTITY,
        aliases=("装机容量", "产能"),
    ),
    _about("town", "site.town", text, help="所在乡镇或者街道。", aliases=("乡镇", "街道")),
    _about("round_stated", "round_stated", text, help="原文对轮次的写法，照录。"),
    _about(
        "relation",
        "relations",
        relation,
        help="例如 反弹自:LT19-610100-R02-P01-001。",
    ),
    _about("note", "events.note", text, help="发现这一步需要说明的事。", aliases=("说明",)),
    _about(
        "source_publisher",
        "sources.publisher",
        text,
        title="来源发布者",
        help="公开材料的发布者。",
        aliases=("发布者", "发布单位"),
    ),
    _about(
        "source_date",
        "sources.date",
        date,
        title="来源日期",
        help="公开材料的发布日期。",
        kind=AnswerKind.DAY,
        aliases=("发布日期",),
    ),
    _about(
        "source_url",
        "sources.url",
        url,
        title="来源网址",
        help="以 http:// 或 https:// 开头。",
        aliases=("网址", "链接"),
    ),
    _about(
        "source_title",
        "sources.title",
        text,
        _needs_source,
        title="来源标题",
        help="公开材料的标题。",
        aliases=("公开材料", "材料标题"),
    ),
)
"""The questions in their order: an answer may depend on those before it."""

QUESTION = {one.name: one for one in QUESTIONS}
"""Name → question."""


def asked_of(programme: Programme, letters: Sequence[str]) -> tuple[IssueQuestion, ...]:
    """Return the questions about an issue that a group of these kinds found, in their order.

    Those whose answer follows from programme, group or category are left out, and those about a
    source where groups work on the spot.
    """
    is_published = any(kind.published for kind in programme.group_kinds if kind.letter in letters)
    left = {
        "round": not programme.cadence_days,
        "comes_from": not programme.origins,
        "medium": len(programme.media) < 2,
        "round_stated": not is_published,
        **dict.fromkeys(SOURCE_QUESTIONS, not is_published),
    }
    return tuple(one for one in QUESTIONS if not left.get(one.name))


SOURCE_QUESTIONS = ("source_title", "source_publisher", "source_date", "source_url")
"""The questions about the publication that an issue is taken from."""
