"""Rules that a reason says something: of corrections, withdrawals, vetoes, praise and the like.

So must what was found: 同上 and 无 stand in many lists.

See decision 0091.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel

from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.fields import Correction, Record, SaysWhy, names_in
from generator.core.model_walk import inner_model, known_label
from generator.core.raw import Path
from generator.core.reasons import says_nothing
from generator.kinds.issue.model import Event, Issue
from generator.kinds.programme.lifecycle import Lifecycle
from generator.kinds.register import FiledRecord

_BY_LIFECYCLE = ("note", "statement")
"""The fields of an event that hold its reason where the lifecycle asks for them."""


def empty_reason(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for reasons that only say that there is one, and for issues that tell of nothing."""
    asked = {one.id: _asked(one.lifecycle) for one in checked.register.programmes.values()}
    for filed in checked.register.filed:
        if isinstance(filed.record, Issue):
            yield from _of_what_was_found(filed, filed.record)
            yield from _of_events(filed, filed.record, asked.get(filed.record.programme_id, {}))
        else:
            yield from _of_record(filed, filed.as_written, type(filed.record), ())


def corrected_words(model: type[Record], entry: Event | Correction) -> tuple[str, ...]:
    """Return the words that a correction has anyway: what it is called, the fields it names."""
    fields = names_in(entry.corrects)
    titles = (part for one in fields for part in known_label(model, one).split("的"))
    called = entry.step if isinstance(entry, Event) else model.model_fields["corrections"].title
    return (*fields, *titles, called or "")


def _asked(lifecycle: Lifecycle | None) -> Mapping[str, frozenset[str]]:
    """Return step → the fields in which it has to say why."""
    found: dict[str, frozenset[str]] = {}
    for path in lifecycle.paths if lifecycle else ():
        for strand in path.strands:
            for step in strand.steps:
                fields = frozenset(step.needs).intersection(_BY_LIFECYCLE)
                found[step.step] = found.get(step.step, frozenset()) | fields
    return {step: fields for step, fields in found.items() if fields}


def _of_what_was_found(filed: FiledRecord[Record], issue: Issue) -> Iterator[RuleViolation]:
    if filed.raw.faults:
        return  # a text that is cut at a sign is no text to be judged
    if says_nothing(issue.found):
        title = Issue.model_fields["found"].title
        yield RuleViolation(
            filed.raw.path,
            filed.mark("found"),
            f"{title} {issue.found[:40]!r} 没有说是什么问题",
            "写明哪个工序、设施或者地点怎么样；“同上”的，把前一条的话抄下来",
        )


def _of_events(
    filed: FiledRecord[Record], issue: Issue, asked: Mapping[str, frozenset[str]]
) -> Iterator[RuleViolation]:
    for position, event in enumerate(issue.events):
        for name in asked.get(event.step, ()):
            text = getattr(event, name)
            if text and says_nothing(text, corrected_words(Issue, event)):
                yield _violation(filed, Event, ("events", position, name), text)


def _of_record(
    filed: FiledRecord[Record], shape: BaseModel, model: type[BaseModel], at: Path
) -> Iterator[RuleViolation]:
    for name, is_reason in _telling(model).items():
        value = getattr(shape, name)
        for place, one in enumerate(value) if isinstance(value, list) else ((None, value),):
            path = (*at, name) if place is None else (*at, name, place)
            if isinstance(one, BaseModel):
                yield from _of_record(filed, one, type(one), path)
            elif is_reason and isinstance(one, str):
                words: tuple[str, ...] = ()
                if isinstance(shape, Correction):
                    words = corrected_words(type(filed.record), shape)
                if says_nothing(one, words):
                    yield _violation(filed, model, path, one)


@cache
def _telling(model: type[BaseModel]) -> Mapping[str, bool]:
    """Return the fields that are reasons (True), and those of parts that hold some (False)."""
    found: dict[str, bool] = {}
    for name, info in model.model_fields.items():
        inner = inner_model(info.annotation)
        if any(isinstance(mark, SaysWhy) for mark in info.metadata):
            found[name] = True
        elif inner and inner is not model and _telling(inner):
            found[name] = False
    return found


def _violation(
    filed: FiledRecord[Record], model: type[BaseModel], path: Path, text: str
) -> RuleViolation:
    title = model.model_fields[str(path[-1])].title
    return RuleViolation(
        filed.raw.path,
        filed.mark(*path),
        f"{title} {text[:40]!r} 没有说明为什么",
        "写明原来怎样、应当怎样、依据是什么；数字、标点、字段和步骤的名称不算理由",
    )


RULES = (Rule("S11", "empty-reason", "理由或者描述没有内容", empty_reason),)
