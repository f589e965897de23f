"""The documents of a programme, and the principles and duties that they state."""

from typing import Literal

from pydantic import Field

from generator.core.fields import LineText, Open, PartDate, Source, Text


class Document(Open):
    """The document by which a programme was ordered."""

    title: LineText = Field(title="文件名称", description="印发的方案或通知，写全称")
    number: LineText | None = Field(
        default=None, title="文号", description="年份用六角括号，例如 环督察〔2017〕115号"
    )
    issued: PartDate | None = Field(default=None, title="印发日期", description="只知年月的写到月")


class FurtherDocument(Document):
    """Another document of a programme, and whether its text was at hand."""

    issuer: LineText | None = Field(default=None, title="印发单位", description="哪个单位印发")
    text: Literal["已取得全文", "公开，未取得全文", "没有公开"] = Field(
        title="全文", description="已取得全文，公开而未取得全文，还是没有公开"
    )
    meaning: Text | None = Field(
        default=None, title="文件说明", description="公开材料对这份文件的介绍"
    )
    source: Source | None = Field(default=None, title="来源", description="从哪里知道这份文件")


class Principle(Open):
    """A principle or duty that a document states and that is no step of an issue."""

    title: LineText = Field(title="名称", description="文件的叫法，例如 组长负责制")
    meaning: Text = Field(title="内容", description="要求谁做到什么，用自己的话写，不照抄")
    document: Text = Field(
        title="出处", description="见于哪一份材料，写依据文件、其他文件或者来源的标题"
    )
