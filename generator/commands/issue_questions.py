"""The questions of a new issue, in the order in which they are asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.cli import issue_form
from generator.commands.issue_form import Form


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know of a new issue."""

    name: str
    title: str
    help: str
    read: Callable[[Form, str], object]
    is_needed: Callable[[Form], bool] = lambda form: False
    after: Sequence[str] = ()

    @property
    def option(self) -> str:
        """The option by which it is answered."""
        return f"--{self.name.replace('_', '-')}"

    def answer(self, form: Form, typed: str) -> object:
        """What was typed as it goes into the form; BadParameter where it can not."""
        value = self.read(form, typed)
        setattr(form, self.name, value)
        return value

    def can_be_read(self, form: Form) -> bool:
        """Whether the answers are there that this one is read by."""
        return all(getattr(form, name) is not None for name in self.after)


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
    return bool(form.programme and len(form.programme.media) > 1)


def _needs_source(form: Form) -> bool:
    is_published = form.group_kind and form.group_kind.published
    given = (form.source_publisher, form.source_date, form.source_url)
    return bool(is_published or any(given))


_SITE_KIND = issue_form.word_of("site_kinds", "点位类型")
_KIND = issue_form.word_of("kinds", "问题形态")
_TRIGGER = issue_form.word_of("triggers", "发现方式")
_CATEGORY = issue_form.word_of("categories", "问题类别")
_MEDIUM = issue_form.word_of("media", "要素")

QUESTIONS = (
    Question("programme", "专项行动", "编号或名称，例如 LT19。", issue_form.programme, _always),
    Question("city", "城市", "代码、名称或简称。", issue_form.city, _always),
    Question(
        "round", "轮次", "第几轮；不分轮次的写 0。", issue_form.round, _has_rounds, _OF_PROGRAMME
    ),
    Question("group", "组别", "例如 P03、Z。", issue_form.group, _always, _OF_PROGRAMME),
    Question("county", "区县", "当日的名称或代码。", issue_form.county, after=("city",)),
    Question("site", "点位名称", "企业、工地、村庄等的名称。", issue_form.text, _always),
    Question("site_kind", "点位类型", "企业、工地等。", _SITE_KIND),
    Question("kind", "问题形态", "不写就是词表的第一个。", _KIND, _has_no_first_kind),
    Question("trigger", "发现方式", "怎样发现的。", _TRIGGER),
    Question("category", "问题类别", "词表中的一个。", _CATEGORY, _always),
    Question("medium", "要素", "行动只涉及一个的不用写。", _MEDIUM, _has_several_media),
    Question("quantity", "数量", "例如 '2 台'。", issue_form.quantity),
    Question("date", "发现日期", "例如 2019-07-08。", issue_form.date, _always),
    Question("by", "发现单位", "由谁发现，写单位。", issue_form.text, _needs_unit),
    Question("found", "问题描述", "发现了什么，只写事实。", issue_form.text, _always),
    Question("demand", "整改要求", "要求对方做什么。", issue_form.text),
    Question("round_stated", "原文轮次", "原文对轮次的写法，照录。", issue_form.text),
    Question("note", "备注", "发现这一步需要说明的事。", issue_form.text),
    Question("source_publisher", "来源发布者", "公开材料的发布者。", issue_form.text),
    Question("source_date", "来源日期", "公开材料的发布日期。", issue_form.date),
    Question("source_url", "来源网址", "以 http:// 或 https:// 开头。", issue_form.url),
    Question("source_title", "来源标题", "公开材料的标题。", issue_form.text, _needs_source),
)
