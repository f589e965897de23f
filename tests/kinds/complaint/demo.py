"""Invented complaints: one on each day of report."""

from generator.kinds.complaint.model import Complaint

from generator.demo.batches import DemoFeed, RecordBatch, ScheduledFeed, report_days
from generator.demo.texts import DemoSetting


def demo_feed(stage: DemoSetting, seed: int) -> DemoFeed:
    """Return a complaint for each day of report."""
    return ScheduledFeed(
        RecordBatch(
            day,
            "收到投诉",
            [
                Complaint(
                    id=f"{stage.programme.id}-Z{number:03}",
                    received=day,
                    text=f"示例：第 {seed + number} 号路口扬尘。",
                )
            ],
        )
        for number, day in enumerate(report_days(stage.first, stage.last), 1)
    )
