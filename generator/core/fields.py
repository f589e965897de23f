"""The types of field values, each with its validation and JSON Schema; sources.

See decision 0032.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator.core.dates import PartialDate, parse_day, parse_partial
from generator.core.vocabulary import OneOf, Vocabulary
from generator.core.web_address import wrong_address

TEXT_LIMIT = 5_000
"""Characters in one text field; the longest published fact has 57."""

NUMBER_DIGITS = 15
"""Digits in one number: all that spreadsheets, JSON and SQLite keep exactly."""


class Bare(str):
    """An unquoted scalar that other YAML readers take for a number."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """Marks a model field as public or internal."""

    everybody: bool


Value = TypeVar("Value")
Public = Annotated[Value, Audience(True)]
"""`Public[Text]`: a field that the public edition shows."""

Internal = Annotated[Value, Audience(False)]
"""`Internal[Text]`: a field that it does not show although the rest of its part is public."""


@dataclass(frozen=True, slots=True)
class Grows:
    """Marks a list that is only appended to."""


Appended = Annotated[Value, Grows()]
"""`Appended[list[Event]]`: entries do not change and keep their places; new ones go to the end."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Marks a field that only a correction changes; `at_once`: from the first merge on."""

    at_once: bool = False


Identity = Annotated[Value, Settled(at_once=True)]
"""`Identity[Place]`: what makes a record this record and no other."""

Fact = Annotated[Value, Settled()]
"""`Fact[Text]`: what others rely on once they have the record; not even a blank is filled in."""


@dataclass(frozen=True, slots=True)
class FromOthers:
    """Marks a field that others gave, or were given, before it was recorded."""


Given = Annotated[Value, FromOthers()]
"""`Given[PartDate]`: what a plan set, a letter said or a group reported.

It changes only with a correction from the first merge on; blanks may be filled in.
"""


@dataclass(frozen=True, slots=True)
class SaysWhy:
    """Marks a text that gives a reason."""


Reason = Annotated[Value, SaysWhy()]
"""`Reason[Text]`: a text that has to say something (decision 0091)."""


@dataclass(frozen=True, slots=True)
class FirstEntry(Settled):
    """Marks a list that only grows: these fields of its first entry make the record what it is."""

    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalledByNumber:
    """Marks a list whose entries others call by their number."""


Numbered = Annotated[Value, CalledByNumber()]
"""`Numbered[list[Source]]`: entries keep their places; the order of other lists means nothing."""


@dataclass(frozen=True, slots=True)
class Begins:
    """Marks the date from which on a part of a record exists; `over`: once all of it has passed."""

    over: bool = False


@dataclass(frozen=True, slots=True)
class KnownFrom:
    """Marks a value that is known from a day on: that of the field `on`, or itself such a day."""

    on: str = ""


Since = Annotated[Value, Begins()]
"""`Since[PartDate]`: what it belongs to exists from that date on; also the date of a source."""

Past = Annotated[Value, Begins(over=True)]
"""`Past[PartDate]`: what it belongs to exists once that month, or year, is over."""


class Shape(BaseModel):
    """A part of a record: unknown keys are refused, values do not change.

    A field is internal unless it is marked `Public` (decision 0009).
    """

    # A validator is built when the first record of a model is read: a build after one change needs
    # few of them.
    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True
    )

    all_public: ClassVar[bool] = False


class Open(Shape):
    """A part of a record that is public as a whole, but for fields marked `Internal`."""

    all_public: ClassVar[bool] = True


class StatedValue(Open):
    """An entry of a list that says one thing of one subject, as a row of figures does."""

    def contradicts(self, other: "StatedValue", published: Sequence["StatedValue"]) -> bool:
        """Return whether it says another thing of what an entry that was `published` tells."""
        return False


class Record(Shape):
    """A whole record: one file, identified by its ID."""

    id: str

    @property
    def is_bare(self) -> bool:
        """Return whether it tells no more than what its programme requires."""
        return False

    def is_told_on(self, day: date, vocabulary: Vocabulary) -> bool:
        """Return whether the public may know of it on a day."""
        return True

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published, reported or handed over, by the roles of its words.

        From then on what it says changes only with a correction (decision 0068).
        """
        return False

    def is_same_publication(self, other: "Record") -> bool:
        """Return whether another record tells what the same publication says."""
        return False


def _quoted(value: object) -> object:
    if isinstance(value, Bare):
        raise PydanticCustomError(
            "unquoted_code", "unquoted code", {"text": str(value), "meant": str(value)}
        )
    return value


def _plain_text(value: object) -> object:
    return str(value) if isinstance(value, Bare) else value


def _web_address(value: str) -> str:
    remedy = wrong_address(value)
    if remedy:
        raise PydanticCustomError("bad_url", "bad address", {"text": value, "remedy": remedy})
    return value


_YEAR = re.compile(r"[\[【（(［「]\s*((?:19|20)[0-9]{2})\s*[\]】）)］」]")


def _letter(value: str) -> str:
    """Return the number of an official letter; its year stands in 〔〕, GB/T 9704-2012, 7.2.5."""
    meant = _YEAR.sub(r"〔\1〕", value)
    if meant != value:
        raise PydanticCustomError("bad_letter", "bad letter", {"meant": meant})
    return value


def _decimal(value: object) -> Decimal:
    text = str(value) if isinstance(value, str) else ""
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit() and text[-1].isdigit()):
        raise PydanticCustomError("decimal_parsing", "not a number")
    if len(digits) > NUMBER_DIGITS:
        raise PydanticCustomError("too_many_digits", "too many digits")
    return Decimal(text)


NOT_BLANK = r"\S"
"""What every text has: not only spaces."""

ONE_LINE = r"^[^\t\n\r]*\S[^\t\n\r]*$"
"""A name or a title: without line breaks and tabs, with which it would not be found."""

OF_ANY_TEXT = frozenset({NOT_BLANK, ONE_LINE})
"""Patterns that texts of no form of their own have."""

Text = Annotated[
    str,
    BeforeValidator(_plain_text),
    StringConstraints(strict=True, min_length=1, max_length=TEXT_LIMIT, pattern=NOT_BLANK),
]
LineText = Annotated[
    str,
    BeforeValidator(_plain_text),
    StringConstraints(strict=True, min_length=1, max_length=TEXT_LIMIT, pattern=ONE_LINE),
]
Word = Annotated[str, BeforeValidator(_plain_text), StringConstraints(strict=True, min_length=1)]
Letter = Annotated[LineText, AfterValidator(_letter)]
Code = Annotated[
    str,
    BeforeValidator(_quoted),
    StringConstraints(strict=True, pattern=r"^[0-9]{6}$"),
]
CreditCode = Annotated[
    str,
    BeforeValidator(_quoted),
    StringConstraints(
        strict=True, pattern=r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"
    ),
]
Url = Annotated[Text, AfterValidator(_web_address)]
Number = Annotated[Decimal, PlainValidator(_decimal), WithJsonSchema({"type": "number"})]
Day = Annotated[
    date, PlainValidator(parse_day), WithJsonSchema({"type": "string", "format": "date"})
]
PartDate = Annotated[
    PartialDate,
    PlainValidator(parse_partial),
    WithJsonSchema(
        {"type": ["string", "integer"], "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
    ),
]


class Source(Open):
    """One publication."""

    title: LineText = Field(title="标题", description="公开材料的标题，照原文")
    publisher: LineText | None = Field(
        default=None, title="发布者", description="发布单位或媒体，转载的照记"
    )
    date: PartDate | None = Field(
        default=None, title="发布日期", description="只知年月的写 2018-11，只知年份的写 2018"
    )
    url: Url | None = Field(
        default=None, title="网址", description="有网址时填写，以 http 或 https 开头"
    )
    reliability: Annotated[Word, OneOf("reliabilities")] | None = Field(
        default=None, title="来源等级", description="采集资料时所记的等级"
    )


class Origin(Shape):
    """The row of a table from which a record was imported."""

    table: LineText = Field(title="来源表", description="导入时所用表格的名称")
    row: LineText = Field(title="行编号", description="该行在表中的编号")
    called: LineText | None = Field(
        default=None, title="原表行动名", description="来源表对行动的叫法，与行动名称不同时照录"
    )


def _joined(value: object) -> object:
    """Return a list of field names as they are written in one line."""
    is_list = isinstance(value, list) and value and all(isinstance(one, str) for one in value)
    return "、".join(value) if is_list and isinstance(value, list) else value


_NAMES_BETWEEN = re.compile(r"[、，,；;\s]+")

FieldNames = Annotated[
    Text,
    BeforeValidator(_joined),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            ]
        }
    ),
]
"""Names of fields, such as `site.name、found`; a list of them is the same."""


def names_in(corrects: str | None) -> tuple[str, ...]:
    """Return the fields that a correction names, each as it is written."""
    return tuple(filter(None, _NAMES_BETWEEN.split(corrects or "")))


class Correction(Open):
    """A correction of a record without steps: what was wrong, and why."""

    date: Since[PartDate] = Field(title="日期", description="何日更正")
    corrects: FieldNames = Field(
        title="更正字段", description="更正的是哪些字段，例如 due；几个字段用顿号隔开，或者写成列表"
    )
    note: Reason[Text] = Field(title="理由", description="原来怎样记、应当怎样、依据是什么")


class OpenRecord(Record, Open):
    """A record that is public as a whole, but for fields marked `Internal`."""

    corrections: Appended[list[Correction]] = Field(
        default=[], title="更正", description="记录内容有误时的更正，只在末尾追加"
    )


class InternalRecord(Record):
    """A record for the staff alone, of no programme."""

    corrections: Appended[list[Correction]] = Field(
        default=[], title="更正", description="记录内容有误时的更正，只在末尾追加"
    )

    def is_told_on(self, day: date, vocabulary: Vocabulary) -> bool:
        """Return that the public never knows of it."""
        return False


UNIT_ID = r"^U[0-9]{6}-(?:[0-9]{3}|[1-9][0-9]{3,4})$"
"""The ID of a unit (单位档案), as records of other kinds point to it."""


class ProgrammeRecord(Record):
    """A record whose ID begins with the programme that it belongs to."""

    corrections: Appended[list[Correction]] = Field(
        default=[], title="更正", description="记录内容有误时的更正，只在末尾追加"
    )

    @property
    def programme_id(self) -> str:
        """Return the programme that it belongs to."""
        return self.id.split("-")[0]

    @property
    def is_published(self) -> bool:
        """Return whether its existence is public; for most kinds this follows from the sources."""
        return True

    def is_told_on(self, day: date, vocabulary: Vocabulary) -> bool:
        """Return whether it was published; kinds with a term of publication ask for the day."""
        return self.is_published

    def is_relied_on(self, vocabulary: Vocabulary) -> bool:
        """Return whether it was published; kinds that are reported or handed over say more."""
        return self.is_published


class SourcedRecord(ProgrammeRecord):
    """A record of a programme that is public once a publication has named it."""

    sources: Public[list[Source]] = Field(
        default=[], title="来源", description="已经公开的写明出处；没有出处的只在完整版里显示"
    )

    @property
    def is_published(self) -> bool:
        """Return whether a publication has named it."""
        return bool(self.sources)


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group (`P01`) that a record names, and where it stands in the record."""

    place: tuple[str | int, ...]
    code: str


class CityRecord(SourcedRecord):
    """A record of a programme in one city, whose six-digit code is in its ID."""

    @property
    def city_id(self) -> str:
        """Return the code of the city."""
        return self.id.split("-")[1]

    @property
    def round_number(self) -> int | None:
        """Return the round in its ID, 0 where it belongs to none; None for kinds without one."""
        return None

    def named_groups(self) -> Iterable[NamedGroup]:
        """Return the groups that it names, to be checked against the programme."""
        return ()
