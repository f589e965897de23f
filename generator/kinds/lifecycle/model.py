"""The record kind 共用办理流程: a lifecycle that programmes name instead of copying it.

See decision 0129.
"""

from pydantic import Field

from generator.core.fields import Identity, LineText, OpenRecord, Text, Word
from generator.kinds.programme.lifecycle import Lifecycle


class SharedLifecycle(OpenRecord):
    """A lifecycle of the library, for the programmes that name its ID."""

    id: Word = Field(
        title="编号", description="LC- 和两位序号，例如 LC-01", pattern=r"^LC-[0-9]{2}$"
    )
    name: Identity[LineText] = Field(
        title="名称", description="怎样称呼这个流程，例如 强化督查流程"
    )
    lifecycle: Lifecycle = Field(
        title="办理流程", description="问题从发现到办结的步骤，写法与专项行动里的相同"
    )
    note: Text | None = Field(default=None, title="说明", description="其他需要说明的事")
