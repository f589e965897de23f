"""What a reviewer of a change wants to know, in plain Chinese."""

from collections.abc import Iterator, Sequence

from generator.checks.review import Agreement, Review

_LISTED = 20


def review_lines(review: Review) -> list[str]:
    """The review, line by line; a hostile name in it may still hold anything."""
    lines = [*_moved(review), *_stepped(review), *_begun(review), *_corrected(review)]
    if review.others:
        lines += ["其他改动的文件：", *_listed(review.others)]
    if not lines:
        return ["记录没有改动。"]
    return [*lines, "须同意：", *(_agreement(one) for one in review.agreements)]


def _moved(review: Review) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for one in review.moved:
        way = f"{one.strand}：{one.before} → {one.after}（{'、'.join(one.steps)}）"
        groups.setdefault(way, []).append(one.id)
    if groups:
        yield f"状态变化的问题 {len({one.id for one in review.moved})} 条："
    for way, ids in groups.items():
        yield f"  {way} {len(ids)} 条"
        yield from _listed(ids, indent="    ")


def _stepped(review: Review) -> Iterator[str]:
    if review.stepped:
        yield f"有新的步骤、状态不变的问题 {len(review.stepped)} 条："
        yield from _listed([f"{one.id} {'、'.join(one.steps)}" for one in review.stepped])


def _begun(review: Review) -> Iterator[str]:
    if review.begun:
        yield f"新问题 {len(review.begun)} 条："
        yield from _listed([f"{one.id} {one.status or ''}".rstrip() for one in review.begun])


def _corrected(review: Review) -> Iterator[str]:
    if review.corrected:
        yield f"更正 {len(review.corrected)} 条："
        yield from _listed([f"{one.id} {'、'.join(one.fields)}" for one in review.corrected])


def _listed(names: Sequence[str], indent: str = "  ") -> Iterator[str]:
    yield from (indent + name for name in names[:_LISTED])
    if len(names) > _LISTED:
        yield f"{indent}…… 共 {len(names)} 个"


def _agreement(one: Agreement) -> str:
    who = " ".join(one.owners) or "CODEOWNERS 没有写明，由管理员指定"
    return f"  {one.what}：{who}"
