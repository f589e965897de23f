"""Rounds that follow from the days that one takes."""

from datetime import date
from pathlib import Path

from generator.cli.record_files import write_new
from generator.core.findings import WorkError, nearest
from generator.core.yaml_writer import record_text
from generator.kinds.programme.model import Programme
from generator.kinds.register import Register
from generator.kinds.registry import BY_NAME
from generator.kinds.round.model import computed_rounds


def run(
    root: Path, register: Register, programme_id: str, first: date, until: date, note: str
) -> list[str]:
    """Write the computed rounds that are not there yet; return the paths written."""
    programme = _programme(register, programme_id)
    rounds = computed_rounds(programme, register.vocabulary, first, until, note)
    texts = {BY_NAME["round"].path_of(one.id): record_text(one) for one in rounds}
    return write_new(
        root,
        {
            path: text
            for path, text in texts.items()
            if path and not (root / "records" / path).exists()
        },
    )


def _programme(register: Register, programme_id: str) -> Programme:
    if programme_id in register.programmes:
        return register.programmes[programme_id]
    near = nearest(programme_id, register.programmes)
    raise WorkError(
        f"专项行动 {programme_id!r} 没有登记",
        f"最接近的是 {near}" if near else f"先建 records/programmes/{programme_id}.yml",
    )
