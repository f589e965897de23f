"""Where a record says that its facts come from. Shared by all kinds."""

from typing import Annotated

from pydantic import Field

from generator.core.fields import CampaignRecord, Open, PartDate, Public, Shape, Text, Url, Word
from generator.core.vocabulary import OneOf


class Source(Open):
    """One publication."""

    title: Text = Field(title="标题", description="公开材料的标题，照原文")
    publisher: Text | None = Field(
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

    table: Text = Field(title="来源表", description="导入时所用表格的名称")
    row: Text = Field(title="行编号", description="该行在表中的编号")
    called: Text | None = Field(
        default=None, title="原表行动名", description="来源表对行动的叫法，与行动名称不同时照录"
    )


class SourcedRecord(CampaignRecord):
    """A record of a campaign that everybody may see once a publication told of it."""

    sources: Public[list[Source]] = Field(
        default=[], title="来源", description="已经公开的写明出处；没有出处的只在完整版里显示"
    )

    @property
    def is_published(self) -> bool:
        """Whether a publication told of it."""
        return bool(self.sources)


class CityRecord(SourcedRecord):
    """A record of a campaign in one city, whose six-digit code stands in its ID."""

    @property
    def city_id(self) -> str:
        """The code of the city."""
        return self.id.split("-")[1]
