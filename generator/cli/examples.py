"""Examples to copy, for the help of commands that have none in their own text."""

from collections.abc import Mapping, Sequence

EXAMPLES: Mapping[str, Sequence[str]] = {
    "": ("lantian check", "lantian build"),
    "check": (
        "lantian check",
        "lantian check records/cities/610100.yml",
        "lantian check --base origin/main",
    ),
    "build": ("lantian build", "lantian build --edition public --out public"),
    "serve": ("lantian serve --port 8001",),
    "init": (
        "lantian init ../my-register --programme LD27 --name 大气污染防治监督帮扶行动 "
        "--issuer 生态环境部 --start 2027-03-01 --document 行动方案 --city 610100 "
        "--city-name 西安市 --pinyin xian --province 陕西省 --region 汾渭平原 "
        "--county 610102=新城区、610103=碑林区",
    ),
    "demo": ("lantian demo --records 1000 --seed 1 ../demo",),
    "explain": ("lantian explain Y03",),
    "new": ("lantian new issue", "lantian new issue --help"),
    "new issue": (
        "lantian new issue --programme LT19 --city 西安市 --round 5 --group P03 --site 示例建材厂 "
        "--category 未安装治污设施 --date 2019-07-08 --by 第5轮西安第3普通组 --found 没有收集装置",
    ),
    "new rounds": (
        "lantian new rounds LT19 --first 2019-05-08 --until 2019-08-20 --note 按每轮15天推算",
    ),
    "fmt": ("lantian fmt", "lantian fmt --check records/cities/610100.yml"),
    "resolve": ("lantian resolve", "lantian resolve LT19-610100-R05-P03-012"),
    "renumber": ("lantian renumber --base origin/main",),
    "import": (
        "lantian import 清单.xlsx --programme LT19 --city 西安市 --round 5 --errors 待改.xlsx",
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
