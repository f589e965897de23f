"""Units by their full names: each programme with roles knows its places, and none rises above."""

import pytest

from generator.kinds.issue.replay import may_take
from generator.kinds.programme.lifecycle import LOCAL, Lifecycle, Step, forms_text
from generator.site.build import read_register
from tests.registers import REPOSITORY, SAMPLE

LIFECYCLES = {
    programme.id: programme.lifecycle
    for root in (REPOSITORY, SAMPLE)
    for programme in read_register(root).register.programmes.values()
    if programme.lifecycle
    if programme.lifecycle.roles
}

LOCAL_UNITS = (
    "西安市人民政府",
    "长安区人民政府",
    "西安市长安区政府",
    "汤峪镇人民政府",
    "汤峪镇政府",
    "韦曲街道办事处",
    "长安区韦曲街道办",
    "西安高新区管委会",
    "西咸新区管理委员会",
    "西安市生态环境局",
    "西安市生态环境局长安分局",
    "市生态环境局长安分局",
    "长安生态环境分局",
    "长安区环保局",
    "蓝田县环境保护局",
    "长安区住房和城乡建设局",
    "西安市公安局长安分局",
    "西安市市场监督管理局",
    "西安市生态环境保护综合执法支队",
    "长安区生态环境保护综合执法大队",
)
ABOVE_IN_DISGUISE = (
    "西安市生态环境局长安分局",
    "生态环境部门",
    "生态环境部门长安分局",
    "吉林省长春市生态环境局",
    "吉林省长春市朝阳区环保局",
)
"""Names of local units that begin as those of a ministry or a province."""

NOT_LOCAL = ("生态环境部华北督察局", "某区域督察局", "国家市场监督管理总局", "某公司", "张某")


def steps(lifecycle: Lifecycle, *, local: bool) -> list[Step]:
    """Steps that the local side may take, or those that only others may."""
    return [
        step
        for path in lifecycle.paths
        for strand in path.strands
        for step in strand.steps
        if step.by and any(lifecycle.side_of(role) == LOCAL for role in step.by) is local
    ]


@pytest.mark.parametrize("name", LIFECYCLES)
def test_local_units_take_local_steps_and_no_others(name: str) -> None:
    lifecycle = LIFECYCLES[name]
    local, others = steps(lifecycle, local=True), steps(lifecycle, local=False)
    assert local
    assert others
    for unit in LOCAL_UNITS:
        assert [one.step for one in local if not may_take(lifecycle, one, unit)] == []
    for unit in (*LOCAL_UNITS, *ABOVE_IN_DISGUISE):
        assert [one.step for one in others if may_take(lifecycle, one, unit)] == [], unit
    for unit in NOT_LOCAL:
        only = [one for one in local if {lifecycle.side_of(role) for role in one.by} == {LOCAL}]
        assert [one.step for one in only if may_take(lifecycle, one, unit)] == [], unit


def test_ministry_and_province_take_their_own_steps() -> None:
    for name, unit in (
        ("LT19", "生态环境部"),
        ("LT19", "生态环境部办公厅"),
        ("LT19", "生态环境部华北督察局"),
        ("JL20", "省生态环境厅"),
        ("JL20", "吉林省生态环境厅"),
    ):
        lifecycle = LIFECYCLES[name]
        assert any(may_take(lifecycle, one, unit) for one in steps(lifecycle, local=False))


def test_forms_are_told_in_words() -> None:
    told = {
        role.name: forms_text(LIFECYCLES["LT19"], [role.name]) for role in LIFECYCLES["LT19"].roles
    }
    assert told["工作组"] == "工作组的名称以“组”结尾"
    assert told["部"] == ("部的名称是“生态环境部”，或者以“生态环境部”（后面不是“门”）开头")
    assert told["地方"].startswith("地方的名称以“人民政府”“管委会”")
    assert "含有“市”（后面不是“场”）、以“局”结尾" in told["地方"]
