"""`lantian renumber`: records of a branch under the next free numbers, before merging."""

from collections.abc import Iterator
from pathlib import Path

import click

from generator.checks.renumber import Renumbering, renumbered
from generator.cli.options import plain, root_option
from generator.cli.record_files import remove_file, replace_file, write_new
from generator.load.files import RECORDS


@click.command("renumber", short_help="序号与别人的相同时，换成下一个空着的")
@click.argument("records", metavar="编号或文件", nargs=-1)
@click.option("--base", metavar="版本", help="要合并到的分支；不写就是 origin 的主分支。")
@root_option
def command(records: tuple[str, ...], base: str | None, root: Path) -> None:
    """这个分支新建的记录，序号已经被目标分支用了的，换成下一个空着的序号。

    编号、文件名一起换，内容一字不动；这个分支里写到它的地方（有关的问题、措施、任务等）也照换。
    写明编号的只换写明的。合并时用自己的记录盖住了对方的，对方的原样取回。已经并入的记录不换号。
    """
    if base is not None and not base.strip():
        raise click.UsageError("--base 是空的；写明分支或者提交")
    found = renumbered(root, base, records)
    if found is None:
        click.echo("没有与目标分支重复的序号，什么也没有改。")
        return
    write_renumbering(root, found)
    click.echo(plain("\n".join(renumbering_lines(found))))


def write_renumbering(root: Path, found: Renumbering) -> None:
    """Write the records under their new numbers first: a killed run loses nothing."""
    write_new(
        root,
        {
            path.removeprefix(f"{RECORDS}/"): text.decode("utf-8")
            for path, text in found.made.items()
        },
    )
    for path, one in {**found.references, **found.left}.items():
        if one.after is None:
            remove_file(root, path, one.before)
        elif one.after != one.before:
            replace_file(root, path, one.before, one.after)


def renumbering_lines(found: Renumbering) -> Iterator[str]:
    """Return what was done, line by line."""
    yield f"换了序号的记录 {len(found.renamings)} 条："
    for one in found.renamings:
        there = found.left[one.old_path].after is not None
        yield f"  {one.old_id} → {one.new_id}" + ("；原处是对方的那一条" if there else "")
    if found.references:
        yield "写到它们的地方也照换了："
        yield from (f"  {path}" for path in found.references)
    if found.doubtful:
        yield "这些文件里两边都写到旧编号，没有改；看一看指的是哪一条，指自己那条的改成新编号："
        yield from (f"  {path}" for path in found.doubtful)
    yield f"看过以后运行 git add -A {RECORDS}，再提交；同一件事两边都记了的，只留一条。"
