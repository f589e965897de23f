"""`lantian units`: which records name the same unit, as proposals that a person accepts."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from generator.cli.options import plain, root_option
from generator.cli.record_files import Change, replace_files, write_new
from generator.core.serials import serial_text, split_serial
from generator.core.yaml_writer import record_text
from generator.kinds.issue.model import Issue
from generator.kinds.register import Register
from generator.kinds.registry import BY_MODEL
from generator.kinds.unit.model import Unit, UnitName
from generator.kinds.unit.same_unit import UnitProposal, is_nameless, mentions, proposals
from generator.site.build import read_register


@click.group("units", short_help="找出同一家单位的记录，提出建档的建议")
def command() -> None:
    """单位档案：一家单位一份，问题和处罚凭编号归到它名下。"""


@command.command("propose")
@click.option("--write", "writes", is_flag=True, help="把没有疑问的写进记录，看过以后再提交。")
@root_option
def propose(root: Path, *, writes: bool) -> None:
    """按信用代码、名称写法和区县，列出可能是同一家单位的记录。

    只提建议，不改记录。加 --write 的，把信用代码相同，或者名称、城市、区县都相同的写进文件：
    没有档案的新建一份，在问题里加上 unit；名称只是相近的不写，由人判断。
    写完用 git diff 逐条看过，再提交。
    """
    register = read_register(root).register
    found = proposals(register)
    click.echo(plain("\n".join(_told(register, found))))
    sure = [one for one in found if one.ground.is_certain]
    if writes and sure:
        written = _write(root, register, sure)
        click.echo(plain(f"写了 {written} 个文件。用 git diff 逐条看过，不对的改回，再提交。"))
    elif sure:
        click.echo("没有写任何文件；没有疑问的，加 --write 写进记录。")


def _told(register: Register, found: Sequence[UnitProposal]) -> Iterator[str]:
    every = [one for one in mentions(register) if one.is_problem]
    linked = sum(bool(one.unit) for one in every)
    nameless = sum(not one.unit and is_nameless(one) for one in every)
    proposed = {one.record for each in found for one in each.unlinked if one.is_problem}
    yield (
        f"问题 {len(every)} 个：已经归到单位档案 {linked} 个，建议归并 {len(proposed)} 个，"
        f"其余 {len(every) - linked - len(proposed)} 个认不出同一家，不归并"
        f"（其中名称改写过或者没有名称的 {nameless} 个）。"
    )
    for number, one in enumerate(found, 1):
        sure = "" if one.ground.is_certain else "，要由人判断"
        yield f"{number}. {one.unit or '新建档案'}：{one.ground}{sure}"
        for each in one.mentions:
            county = f"，{each.county}" if each.county else ""
            yield f"     {each.record}  {each.name}{county}{'（已归入）' if each.unit else ''}"


def _write(root: Path, register: Register, some: Sequence[UnitProposal]) -> int:
    new: dict[str, str] = {}
    changes: list[Change] = []
    paths = {one.record.id: one.raw.path for one in register.filed}
    issues = {one.record.id: one.record for one in register.of(Issue)}
    last = {one.city_id: split_serial(one.id)[1] for one in register.select(Unit)}
    for proposal in some:
        unit_id = proposal.unit
        if not unit_id:
            city = proposal.mentions[0].city
            last[city] = last.get(city, 0) + 1
            unit_id = f"U{city}-{serial_text(last[city])}"
            unit = _new_unit(unit_id, proposal, issues)
            new[f"{BY_MODEL[Unit].path_of(unit_id)}"] = record_text(unit)
        for one in proposal.unlinked:
            path = paths[one.record]
            before = (root / path).read_bytes()
            changes.append(Change(path, before, with_unit(before, unit_id)))
    write_new(root, new)
    replace_files(root, changes)
    return len(new) + len(changes)


def _new_unit(unit_id: str, proposal: UnitProposal, issues: dict[str, Issue]) -> Unit:
    """Return the record of a new unit, with no more than what its mentions say."""
    names = list(dict.fromkeys(one.name for one in proposal.mentions))
    codes = {one.code for one in proposal.mentions if one.code}
    places = [issues[one.record].place for one in proposal.mentions if one.record in issues]
    is_one = len({str(place) for place in places}) == 1
    return Unit(
        id=unit_id,
        names=[UnitName(name=names[0])],
        called=names[1:],
        credit_code=codes.pop() if len(codes) == 1 else None,
        place=places[0] if is_one else None,
        basis=f"{proposal.ground}。",
    )


_NAMED = re.compile(rb"(?m)^(?:site|whom):.*\n(?: .*\n)*")
"""The block of a record that names the unit."""


def with_unit(content: bytes, unit_id: str) -> bytes:
    """Return the text of an issue or a penalty with a line that points to a unit.

    It comes behind the block that names the site, as the canonical form has it; nothing else moves.
    """
    match = _NAMED.search(content)
    assert match, "every issue has a site, every penalty a unit"
    at = match.end()
    return content[:at] + f"unit: {unit_id}\n".encode() + content[at:]
