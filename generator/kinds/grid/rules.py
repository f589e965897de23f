"""Rules about the grids (网格) of a city: a tree of the levels that the programme has."""

from collections.abc import Iterator, Mapping

from generator.checks.common import code_problem, repeated
from generator.checks.rule import Checked, Rule, RuleViolation
from generator.core.findings import Severity, clauses, nearest
from generator.kinds.grid.model import Grid, GridNode
from generator.kinds.register import FiledRecord


def _nodes(checked: Checked) -> Iterator[tuple[FiledRecord[Grid], int, GridNode]]:
    for filed in checked.register.of(Grid):
        for at, node in enumerate(filed.record.nodes):
            yield filed, at, node


def _levels(checked: Checked, grid: Grid) -> Mapping[str, int]:
    """Return the levels of its programme from the top, each with its place."""
    programme = checked.register.programmes.get(grid.programme_id)
    return {name: at for at, name in enumerate(programme.grid if programme else ())}


def unknown_level(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for levels that the programme does not have."""
    for filed, at, node in _nodes(checked):
        levels = _levels(checked, filed.record)
        if node.level not in levels and filed.record.programme_id in checked.register.programmes:
            near = nearest(node.level, levels)
            all_levels = f"可以是：{'、'.join(levels)}" if levels else "先在行动的 grid 里写明层级"
            yield RuleViolation(
                filed.raw.path,
                filed.mark("nodes", at, "level"),
                f"{filed.record.programme_id} 的网格没有 {node.level!r} 这一层",
                f"是不是“{near}”？" if near else all_levels,
            )


def level_order(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for grids that are not of a lower level than the grid above them."""
    for filed, at, node in _nodes(checked):
        levels = _levels(checked, filed.record)
        above = next((one for one in filed.record.nodes if one.number == node.parent), None)
        if above is None or above.level not in levels or node.level not in levels:
            continue
        if levels[node.level] <= levels[above.level]:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("nodes", at, "level"),
                f"{node.number} 是{node.level}一层，不在上级 {above.number}（{above.level}）之下",
                f"层级从上到下是：{'、'.join(levels)}；查对层级和网格号",
            )


def unknown_parent(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for grids whose parent is missing, or comes after them."""
    for filed in checked.register.of(Grid):
        seen: set[str] = set()
        numbers = {node.number for node in filed.record.nodes}
        for at, node in enumerate(filed.record.nodes):
            if node.parent and node.parent not in seen:
                there = "写在它后面" if node.parent in numbers else "没有写"
                yield RuleViolation(
                    filed.raw.path,
                    filed.mark("nodes", at, "number"),
                    f"{node.number} 的上级 {node.parent} {there}",
                    "上级写在前面；查对网格号",
                )
            seen.add(node.number)


def number_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for numbers that are given twice."""
    for filed in checked.register.of(Grid):
        nodes = filed.record.nodes
        for at, first in repeated(node.number for node in nodes):
            yield RuleViolation(
                filed.raw.path,
                filed.mark("nodes", at, "number"),
                f"网格号 {nodes[at].number!r} 已经用在 {nodes[first].name!r}",
                "换一个空着的号，下级的号也照改",
            )


def name_twice(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for grids below one grid with the same name."""
    for filed in checked.register.of(Grid):
        nodes = filed.record.nodes
        for at, first in repeated((node.parent, node.name) for node in nodes):
            yield RuleViolation(
                filed.raw.path,
                filed.mark("nodes", at, "name"),
                f"{nodes[at].name!r} 与同一上级下的 {nodes[first].number} 重名",
                "同一个网格只写一次；不是同一个的，名称写全",
            )


def without_office(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for grids without a responsible office."""
    for filed, at, node in _nodes(checked):
        if not node.office:
            yield RuleViolation(
                filed.raw.path,
                filed.mark("nodes", at, "name"),
                f"网格 {node.name!r} 没有写责任单位",
                "补上 office，写单位和职务；还没有落实的，可以保留这条提醒",
            )


def grid_county(checked: Checked) -> Iterator[RuleViolation]:
    """Findings for grids that are counties outside the city."""
    for filed, at, node in _nodes(checked):
        city = checked.register.cities.get(filed.record.city_id)
        problem = code_problem(node.county, city) if city and node.county else None
        if problem:
            mark = filed.mark("nodes", at, "county")
            hint = clauses(problem.hint, "不是整个区县的，删除这一行")
            yield RuleViolation(filed.raw.path, mark, problem.message, hint)


RULES = (
    Rule("N01", "unknown-grid-level", "行动没有这一层网格", unknown_level),
    Rule("N02", "grid-level-order", "网格的层级不在上级之下", level_order),
    Rule("N03", "unknown-grid-parent", "网格的上级没有写在前面", unknown_parent),
    Rule("N04", "grid-number-twice", "网格号重复", number_twice),
    Rule("N05", "grid-name-twice", "同一上级下网格重名", name_twice),
    Rule("N06", "grid-without-office", "网格没有责任单位", without_office, Severity.WARNING),
    Rule("N07", "grid-county", "网格的区县不对", grid_county),
)
