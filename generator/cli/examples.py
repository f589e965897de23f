"""Examples to copy, and Chinese names of parts, for the help of commands."""

from collections.abc import Mapping, Sequence

import click

EXAMPLES: Mapping[str, Sequence[str]] = {
    "": ("lantian check", "lantian build"),
    "check": (
        "lantian check",
        "lantian check records/cities/610100.yml",
        "lantian check --base origin/main",
    ),
    "build": ("lantian build", "lantian build --edition public --out public"),
    "publish": (
        "lantian publish --out public --first",
        "lantian publish --out public --last last.json --summary summary.md",
    ),
    "serve": ("lantian serve --port 8001", "lantian serve --edit"),
    "init": (
        "lantian init ../my-register --programme LD27 --name 大气污染防治监督帮扶行动 "
        "--issuer 生态环境部 --start 2027-03-01 --document 行动方案 --city 610100 "
        "--city-name 西安市 --pinyin xian --province 陕西省 --region 汾渭平原 "
        "--county 610102=新城区、610103=碑林区",
    ),
    "demo": (
        "lantian demo --records 1000 --seed 1 ../demo",
        "lantian demo --campaign --records 1500 ../demo",
    ),
    "explain": ("lantian explain Y03",),
    "new": ("lantian new issue", "lantian new issue --help"),
    "new issue": (
        "lantian new issue --programme LT19 --city 西安市 --round 5 --group P03 --site 示例建材厂 "
        "--category 未安装治污设施 --date 2019-07-08 --by 第5轮西安第3普通组 --found 没有收集装置",
    ),
    "new rounds": (
        "lantian new rounds LT19 --first 2019-05-08 --until 2019-08-20 --note 按每轮15天推算",
    ),
    "new programme": (
        "lantian new programme --code LD27 --name 监督帮扶行动 --issuer 生态环境部 "
        "--start 2027-03-01 --document 行动方案 --cities 西安市 --like LT19",
    ),
    "new lifecycle": ("lantian new lifecycle --code LC-01 --name 监督帮扶流程 --like LT19",),
    "new city": (
        "lantian new city --code 610100 --name 西安市 --short-name 西安 --pinyin xian "
        "--province 陕西省 --region 汾渭平原 --counties 610102=新城区 --source-title 区划代码",
    ),
    "new round": (
        "lantian new round --programme LT19 --round 5 --start 2019-07-07 --end 2019-07-21",
    ),
    "new team": (
        "lantian new team --programme LT19 --city 西安市 --round 6 --like 5",
        "lantian new team --programme LT19 --city 西安市 --round 5 --group P03 "
        '--lead 示例市生态环境局 --area 长安区 --staff "示例市生态环境局 3人"',
    ),
    "new visit": (
        "lantian new visit --programme LT19 --round 5 --city 西安市 --date 2019-07-08 "
        "--group P03 --sites 40 --with-problems 6",
    ),
    "new task": (
        "lantian new task --programme XA19 --city 西安市 --county 长安区 --measure 淘汰燃煤锅炉 "
        "--goal 20 --unit 台 --due 2019-10-31 --lead 西安市生态环境局",
    ),
    "new task-report": (
        "lantian new task-report --task XA19-610100-T003 --date 2019-07-25 "
        "--received 2019-07-28 --by 长安区人民政府 --done 12",
    ),
    "new action": (
        "lantian new action --programme XA19 --date 2019-07-15 --kind 约谈 --by 西安市人民政府 "
        "--city 西安市 --county 长安区 --facts 整改不到位",
    ),
    "new assessment": (
        "lantian new assessment --programme LT19 --unit 示例市生态环境局 --kind 表扬 "
        "--date 2019-08-01 --by 生态环境部 --reasons 发现问题多",
    ),
    "new grid": (
        "lantian new grid --programme XA19 --city 西安市 --number 1 --level 区县级 "
        "--name 长安区网格 --office 长安区人民政府",
    ),
    "new liaison": (
        "lantian new liaison --programme XA19 --city 西安市 --role 联络员 --office 示例职务",
    ),
    "new monitored-unit": (
        "lantian new monitored-unit --programme XA19 --city 西安市 --name 示例化工厂 "
        "--county 长安区 --date 2019-07 --by 西安市生态环境局",
    ),
    "new quick": (
        "lantian new quick --programme XA19 --date 2019-07-15 --by 长安区人民政府 --text 示例动态",
    ),
    "new station": (
        "lantian new station --programme XA19 --city 西安市 --name 示例微站 --county 长安区 "
        "--date 2019-07 --by 西安市生态环境局",
    ),
    "new target": (
        "lantian new target --programme XA19 --city 西安市 --name PM2.5 --start 2019-01-01 "
        "--end 2019-12-31 --final 55 --unit 微克/立方米",
    ),
    "new bulletin": (
        "lantian new bulletin --programme LT19 --date-from 2019-07-07 --date-to 2019-07-21 "
        "--province 陕西省 --area-city 西安市 --metric 发现问题 --value 60 --unit 个 "
        "--source-title 通报",
    ),
    "new appraisal": (
        "lantian new appraisal --programme XA19 --period 2019-06 --date 2019-07-10 "
        "--by 西安市人民政府 --city 西安市 --county 长安区 --rank 3",
    ),
    "new assistance": (
        "lantian new assistance --programme LT19 --city 西安市 --round 5 --receiver 示例建材厂 "
        "--subject 治理粉尘 --date 2019-07-08 --by 第5轮西安第3普通组",
    ),
    "new incident": (
        "lantian new incident --programme LT19 --city 西安市 --round 5 --group P03 "
        "--date 2019-07-08 --by 第5轮西安第3普通组 --what 拒绝检查",
    ),
    "new penalty": (
        "lantian new penalty --programme LT19 --city 西安市 --letter 示环罚〔2019〕12号 "
        "--date 2019-07-20 --by 示例市生态环境局 --whom 示例建材厂 --cause 没有安装治污设施 "
        "--measures 罚款 --amount 50000",
    ),
    "new unit": (
        "lantian new unit --city 西安市 --name 示例建材有限公司 --permit 91610100MA6TEXT24M001V",
    ),
    "units": ("lantian units propose", "lantian units propose --write"),
    "units propose": ("lantian units propose", "lantian units propose --write"),
    "evidence": ("lantian evidence add --help",),
    "evidence add": (
        "lantian evidence add LT19-610100-R05-P03-012 整改完成 现场.jpg "
        "--shows 治污设施已经安装 --moment 整改后 --by 西安市生态环境局 --date 2019-07-15",
        "lantian evidence add LT19-610100-R05-P03-012 1 照片1.jpg 照片2.jpg "
        "--shows 喷漆工序没有收集装置 --moment 整改前",
    ),
    "form": ("lantian form --programme LT19 --city 西安 填报.html",),
    "fmt": ("lantian fmt", "lantian fmt --check records/cities/610100.yml"),
    "resolve": ("lantian resolve", "lantian resolve LT19-610100-R05-P03-012"),
    "renumber": ("lantian renumber --base origin/main",),
    "import": (
        "lantian import 清单.xlsx --programme LT19 --city 西安市 --round 5 --errors 待改.xlsx",
        "lantian import 一览表.csv --columns 边督边改一览表 --value 问题类别=其他涉气问题",
    ),
    "export": (
        "lantian export --city 西安市 --open --out 台账.xlsx",
        "lantian export --programme LT19 --rates --out 比例.csv",
    ),
    "schema": ("lantian schema",),
    "report": ("lantian report round LT19-R05", "lantian report month 2019-07 --out 通报.txt"),
    "report round": ("lantian report round LT19-R05 --out 通报.txt --annex 附件.xlsx",),
    "report week": ("lantian report week 2019-07-08",),
    "report month": ("lantian report month 2019-07 --city 西安市",),
    "report quarter": ("lantian report quarter 2019-Q3",),
    "report year": ("lantian report year 2019",),
    "report letter": ("lantian report letter --city 西安市 --letter 环办执法函〔2019〕12号",),
    "report handed": ("lantian report handed --city 西安市",),
    "report quick": ("lantian report quick HZ19 2019-3",),
    "audit": (
        "lantian audit log LT19-610100-R05-P03-012",
        "lantian audit verify --site site",
    ),
    "audit log": ("lantian audit log LT19-610100-R05-P03-012 --signatures",),
    "audit verify": ("lantian audit verify --site site --latest",),
}
"""Words of a command → command lines that can be typed as they stand."""


def named(command: click.Command, words: str) -> None:
    """Set Chinese names of the parts of the usage line, and examples, of a command and those below.

    `words` are those by which the command is called.
    """
    command.options_metavar = "[选项]"
    if words in EXAMPLES:
        lines = "".join(f"\n  {line}" for line in EXAMPLES[words])
        command.epilog = f"\b\n例：{lines}"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 …"
        for name, one in command.commands.items():
            named(one, f"{words} {name}")
