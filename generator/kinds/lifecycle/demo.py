"""The invented library: the lifecycle of the programme, for the next one to name."""

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed
from generator.demo.texts import DemoSetting
from generator.kinds.lifecycle.model import SharedLifecycle


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return the lifecycle of the programme as a record of its own."""
    lifecycle = stage.programme.lifecycle
    assert lifecycle
    record = SharedLifecycle(
        id="LC-01",
        name="示例流程",
        lifecycle=lifecycle,
        note=f"示例：取自 {stage.programme.id}，以后的行动写明编号就照它办理。",
    )
    return ScheduledFeed([RecordBatch(stage.first, "共用办理流程", [record])])
