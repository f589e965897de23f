"""The answers about a new issue → the fields of its record, and what to look at again."""

import re
from collections.abc import Iterator

from generator.core.vocabulary import WRITTEN, Vocabulary
from generator.kinds.city.model import County, FormerName
from generator.questions.issue_answers import Form
from generator.questions.question import AnswerError

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")


def issue_fields(form: Form) -> dict[str, object]:
    """Return the answers under the names of the issue's fields."""
    assert form.programme
    step = form.first_step
    source = {
        "title": form.source_title,
        "publisher": form.source_publisher,
        "date": form.source_date,
        "url": form.source_url,
    }
    return {
        "kind": form.kind or form.register.vocabulary.words("kinds")[0],
        "place": form.county,
        "site": {
            "name": form.site,
            "credit_code": form.credit_code,
            "kind": form.site_kind,
            "masked": bool(form.masked),
            "town": form.town,
        },
        "unit": form.firm,
        "other_places": form.other_places or [],
        "other_categories": form.other_categories or [],
        "other_media": form.other_media or [],
        "capacity": form.capacity,
        "goal": form.goal,
        "measures": form.measures,
        "target_date": form.target_date,
        "lasting": bool(form.lasting),
        "trigger": form.trigger,
        "comes_from": form.comes_from,
        "category": form.category,
        "medium": form.medium or form.medium_of_category or form.programme.media[0],
        "quantity": form.quantity,
        "found": form.found,
        "demand": form.demand,
        "responsible": form.responsible,
        "round_stated": form.round_stated,
        "relations": [form.relation] if form.relation else [],
        "sources": [source] if any(source.values()) else [],
        "events": [
            {
                "date": form.date,
                "step": step.step if step else _first_step(form.register.vocabulary),
                "by": form.by,
                "note": form.note,
            }
        ],
    }


def _first_step(vocabulary: Vocabulary) -> str:
    """Return the step of finding, with which an issue begins where there is no lifecycle."""
    word = vocabulary.word_to_write("steps")
    if word is None:
        role = WRITTEN["steps"]
        raise AnswerError(
            "词表 steps 里没有哪个步骤表示发现问题；"
            f"在 records/vocabulary.yml 里给它加上作用（roles）{role}"
        )
    return word


def reminders(form: Form) -> Iterator[str]:
    """Yield warnings about answers that are legal and may be mistakes."""
    assert form.programme
    assert form.city
    if form.relation:
        yield f"提醒：在 {form.relation.id} 的记录里也写上这个问题（relations），它的页面才看得到"
    listed, is_published = form.programme.cities, form.group_kind and form.group_kind.published
    if listed is not None and form.city.id not in listed and not is_published:
        yield f"提醒：{form.city.name}不在 {form.programme.id} 的城市名单里"
    kind, number = form.group_kind, int(form.group[1:] or 0) if form.group else 0
    if kind and kind.count and number > kind.count:
        yield f"提醒：{form.programme.id} 公布的{kind.name}是 {kind.count} 个，没有第 {number} 组"
    for county in form.city.counties:
        for past in county.former:
            yield from _of_another_day(form, county, past)


def _of_another_day(form: Form, county: County, past: FormerName) -> Iterator[str]:
    """Yield a warning where a county hardly had this name on that day."""
    changed = _YEAR.search(past.change)
    if not (changed and form.county and form.date):
        return
    if form.county.name == county.name and form.date.year < int(changed[0]):
        yield f"提醒：{county.name}当日可能还叫{past.name}（{past.change}）"
    if form.county.name == past.name and form.date.year > int(changed[0]):
        yield f"提醒：{past.name}当日可能已经叫{county.name}（{past.change}）"
