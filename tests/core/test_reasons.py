"""A reason tells what was wrong: words of editing, typing and particles alone are none."""

import pytest

from generator.core.reasons import says_nothing

EMPTY = """
1
——
fix typo
更改
写错
测试
修改一下
笔误
手误
录入笔误
录入错误
录错了
输入有误，已更正
更新数据
调整
调整了一下内容
测试123
改一下
改了改
原来写错了，现改
填写时错误
数字写错
日期记错了
重新填写
更 改
修改、更新、调整
情况不对
上次录入的信息有误，更正。
试一试
口径不同
不是同一件事
另一个数
"""
TELLING = """
重复
方案第12条写的是2019年10月，录入时看成12月
录入时把东区看成西区
企业2019年改名
原件为12台，多记一台
应为15
有异议
与另一条重复
录入时漏了括号里的厂名
少一件设备
查对原件
按2019年7月3日的复核单改
复核后扣除重复登记的点位
锅炉已经停用
原文两处不同，取表格里的数
"""


@pytest.mark.parametrize("text", EMPTY.strip().splitlines())
def test_words_of_editing_alone_are_no_reason(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", TELLING.strip().splitlines())
def test_what_names_what_was_wrong_is_a_reason(text: str) -> None:
    assert not says_nothing(text)


def test_words_of_the_correction_itself_are_no_reason() -> None:
    assert says_nothing("点位写错了", ("site", "点位"))
    assert not says_nothing("点位写成了隔壁的厂", ("site", "点位"))
