"""Words and places of the invented register: none is a real place. All marked 示例."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from generator.core.fields import Source
from generator.core.serials import serial_text
from generator.kinds.city.model import City, County, Tile
from generator.kinds.issue.model import Place
from generator.kinds.programme.model import Programme
from generator.kinds.round.model import Round
from generator.kinds.unit.model import Unit, UnitName


@dataclass(frozen=True, slots=True)
class Scene:
    """The wording of issues of one category; `{n}` is a number."""

    kind: str
    names: tuple[str, ...]
    found: tuple[str, ...]
    demand: str
    unit: str


FIRM = "企业"
"""The kind of site that is a firm."""

_WORKS = ("建材有限公司", "家具厂", "机械制造有限公司", "化工有限公司", "铸造厂", "印刷有限公司")
_INSTALL = "停止违法排放，限期安装收集处理设施并确保正常运行。"
_COVER = "落实覆盖、围挡、冲洗等措施，明确专人负责。"

SCENES: Mapping[str, Scene] = {
    "未安装治污设施": Scene(
        FIRM,
        _WORKS,
        (
            "{n}台喷漆设备没有废气收集装置，废气直接排放。",
            "打磨工序{n}个工位没有除尘设施，车间地面积尘明显。",
            "注塑车间{n}台设备运行，没有安装废气处理设施。",
        ),
        _INSTALL,
        "台",
    ),
    "治污设施不正常运行": Scene(
        FIRM,
        _WORKS,
        (
            "生产线正在生产，{n}台除尘器没有开启。",
            "活性炭吸附箱内没有活性炭，{n}个点位形同虚设。",
            "脱硫塔加药泵停运，现场{n}份台账没有当日加药记录。",
        ),
        "立即恢复治污设施正常运行，查明原因，补齐运行记录。",
        "台",
    ),
    "粉尘无组织排放": Scene(
        FIRM,
        ("石料厂", "水泥制品厂", "耐火材料厂"),
        ("破碎、筛分工序没有密闭，{n}处扬尘明显。", "{n}条皮带廊破损，物料洒落，车间外粉尘积存。"),
        "密闭产尘环节，清理积尘，定期洒水。",
        "处",
    ),
    "燃煤锅炉": Scene(
        FIRM,
        ("食品有限公司", "洗浴中心", "纺织厂"),
        ("应当拆除的燃煤锅炉{n}台仍在使用。", "{n}台燃煤锅炉没有列入清单，炉膛尚有余温。"),
        "拆除燃煤锅炉，改用清洁能源。",
        "台",
    ),
    "散乱污": Scene(
        FIRM,
        ("塑料加工点", "废旧物资加工点", "小型板材厂"),
        (
            "没有环评手续和治污设施，{n}台设备正在生产。",
            "已列入关停名单，现场仍有{n}台设备和原料、成品。",
        ),
        "断水断电，清除原料、产品和设备。",
        "台",
    ),
    "VOCs治理": Scene(
        FIRM,
        ("汽车维修有限公司", "包装印务有限公司", "涂料有限公司"),
        ("调漆间没有密闭，{n}桶涂料敞口存放。", "集气罩距作业点过远，{n}个点位收集效果差。"),
        "密闭作业，规范集气罩设置，更换失效的吸附材料。",
        "个",
    ),
    "建筑工地扬尘": Scene(
        "工地",
        ("安置房项目工地", "道路改造工地", "商住项目工地"),
        ("{n}处裸露土方没有覆盖，出入口没有冲洗设施。", "施工道路没有硬化，{n}处土堆没有苫盖。"),
        _COVER,
        "处",
    ),
    "物料堆场扬尘": Scene(
        "堆场",
        ("砂石堆场", "煤炭堆场", "渣土堆场"),
        ("露天堆放物料{n}处，没有苫盖，没有喷淋。",),
        _COVER,
        "处",
    ),
    "露天焚烧": Scene(
        "村庄",
        ("村垃圾收集点", "村农田"),
        ("发现{n}处垃圾焚烧痕迹，仍有明烟。", "田间秸秆焚烧火点{n}处。"),
        "立即扑灭，落实网格员巡查责任。",
        "处",
    ),
    "散煤复燃": Scene(
        "村庄",
        ("村", "社区"),
        ("已完成改造的村仍有{n}户燃用散煤。",),
        "收缴散煤，保障清洁取暖设施正常使用。",
        "处",
    ),
    "加油站油气回收": Scene(
        FIRM,
        ("加油站",),
        ("{n}把加油枪油气回收装置没有运行。",),
        "维修油气回收装置，检测合格后使用。",
        "个",
    ),
    "自动监测不正常运行": Scene(
        FIRM,
        ("热力有限公司", "钢铁有限公司"),
        ("在线监测设备故障{n}天，没有报告也没有人工监测。",),
        "修复设备，补充人工监测，按规定报告。",
        "个",
    ),
    "拒绝检查": Scene(
        FIRM,
        _WORKS,
        ("检查人员出示证件后，该单位{n}人阻拦，不让进入厂区。",),
        "配合检查，接受处理。",
        "起",
    ),
}
"""The categories that are drawn; further ones would add words and show nothing new."""

ANY_SCENE = Scene("其他", ("检查点位",), ("现场发现问题{n}处。",), "限期整改到位。", "处")
TRIGGERS = ("清单内核查", "清单外发现", "信访核实", "暗访")
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

NOTES: Mapping[str, tuple[str, ...]] = {
    "申诉": ("示例：地方认为该单位已经停产，当日没有生产。", "示例：地方认为点位不在本辖区。"),
    "撤销": ("示例：与另一条重复，撤销。", "示例：经核实不属于本次检查范围，撤销。"),
    "更正": ("示例：现场点数有误，按影像资料更正。", "示例：复核台账，更正数量。"),
}
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "企业说明": (
        "示例：已经停产，正在安装治理设施，接受社会监督。",
        "示例：设备故障已经排除，治理设施恢复运行。",
    ),
    "更正公开": ("示例：公开的点数有误，按影像资料更正。",),
    "信用修复": ("示例：整改已经核查到位，经批准提前结束公开。",),
    "撤下": ("示例：责任单位有误，不应当继续公开。", "示例：与另一条重复公开，撤下这一条。"),
}
"""Statements to the public."""

ANY_NOTE = ("示例：现场情况见影像资料。", "示例：按会商意见办理。")
APPROVER = "示例部办公厅"
SOURCE_TITLE = "示例通报"
PUBLISHER = "示例发布者"
UNIT = "{city}示例主管部门"
LETTER = "示例函〔{year}〕{number}号"


CITIES = 39
ROUNDS = 46
_NUMERALS = "零一二三四五六七八九"
_COUNTIES = ("东区", "西区", "南县", "北县", "高新区")
_TILES_A_ROW = 8
_ISSUES_A_CITY = 50
_ISSUES_A_ROUND = 5
_ISSUES_A_FIRM = 20


@dataclass(frozen=True, slots=True)
class Unevenness:
    """How far cities and rounds differ; without any of it all are alike.

    `cities` and `rounds` are shares of the issues found, `pace` says how slow each city is: 1 is
    usual, 2 leaves twice as much undone.
    """

    cities: Sequence[float] = ()
    rounds: Sequence[float] = ()
    pace: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoSetting:
    """The place and time at which invented issues are found.

    `firms` of each city are found again and again; `until` is the last day of which anything is
    recorded.
    """

    programme: Programme
    cities: tuple[City, ...]
    rounds: tuple[Round, ...]
    used_rounds: int
    firms: Mapping[str, Sequence[Unit]]
    uneven: Unevenness = Unevenness()
    until: date = date.max

    @property
    def first(self) -> date:
        """Return the first day on which issues are found."""
        return self.rounds[0].start

    @property
    def last(self) -> date:
        """Return the last day of the last round in which issues are found."""
        return self.rounds[self.used_rounds - 1].end

    def round_on(self, day: date) -> int:
        """Return the number of the round that runs on a day; the last one after them all."""
        past = (day - self.first).days // (self.programme.step_days or 1)
        return min(past, len(self.rounds) - 1) + 1

    def found_on(self, number: int, count: int) -> date:
        """Return the day on which one of a number of issues is found, in the order of finding."""
        step = self.programme.step_days or 1
        shares = self.uneven.rounds or [1] * self.used_rounds
        ends = [0.0, *accumulate(shares)]
        place = number / count * ends[-1]
        past = bisect_right(ends, place) - 1
        within = (place - ends[past]) / shares[past]
        return self.first + timedelta(past * step + int(within * step))

    def any_city(self, random: Random) -> City:
        """Return one of the cities, those with more issues more often."""
        (city,) = random.choices(self.cities, self.uneven.cities or None)
        return city

    def pace(self, city: City) -> float:
        """Return how slow a city is; 1 is usual."""
        return self.uneven.pace.get(city.id, 1.0)


def stage_for(pattern: Programme, records: int) -> DemoSetting:
    """Return cities and rounds for a number of issues; few issues get few, so none is empty."""
    cities = cities_of(_between(2, records // _ISSUES_A_CITY))
    programme = pattern.model_copy(update={"cities": [city.id for city in cities]})
    # After the last round in which issues are found one more goes to see what became of them.
    used = min(ROUNDS - 1, max(4, records // (len(cities) * _ISSUES_A_ROUND)))
    return setting_of(programme, cities, records, used)


def setting_of(
    programme: Programme, cities: tuple[City, ...], records: int, used_rounds: int
) -> DemoSetting:
    """Return the setting of a programme in these cities, where all are alike."""
    firms = {city.id: _firms(city, records // len(cities)) for city in cities}
    return DemoSetting(programme, cities, _rounds(programme), used_rounds, firms)


def _between(least: int, wanted: int) -> int:
    return min(CITIES, max(least, wanted))


def cities_of(count: int) -> tuple[City, ...]:
    """Return the first of the invented cities."""
    return tuple(_city(number) for number in range(1, count + 1))


def _firms(city: City, issues: int) -> tuple[Unit, ...]:
    """Return firms of a city that are inspected more than once."""
    names = sorted({name for one in SCENES.values() if one.kind == FIRM for name in one.names})
    random = Random(city.id)
    stems = random.sample([stem + branch for stem in STEMS for branch in BRANCHES], len(names))
    count = max(2, min(issues // _ISSUES_A_FIRM, len(names)))
    return tuple(
        _firm(city, number, f"示例{stem}{name}")
        for number, (stem, name) in enumerate(
            zip(stems, random.sample(names, count), strict=False), 1
        )
    )


def _firm(city: City, number: int, name: str) -> Unit:
    county = city.counties[number % len(city.counties)]
    return Unit(
        id=f"U{city.id}-{serial_text(number)}",
        names=[UnitName(name=name)],
        place=Place(county=county.code, name=county.name),
        key_unit=number == 1,
        basis="示例：名称、区县和经营地址都相同。",
    )


def _city(number: int) -> City:
    code = f"99{number:02}00"
    name = f"示例{_chinese(number)}"
    return City(
        id=code,
        name=f"{name}市",
        short_name=name,
        pinyin=f"shili{chr(96 + (number + 25) // 26)}{chr(97 + (number - 1) % 26)}",
        province="示例省",
        region="示例区域",
        tile=Tile(column=(number - 1) % _TILES_A_ROW, row=(number - 1) // _TILES_A_ROW),
        note="虚构的城市，只作演示。",
        counties=[
            County(code=f"{code[:4]}{place:02}", name=f"示例{county}")
            for place, county in enumerate(_COUNTIES, 1)
        ],
        sources=[Source(title="示例区划表", publisher="示例发布者")],
    )


def _chinese(number: int) -> str:
    """Return 一 to 九十九."""
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return before + (_NUMERALS[ones] if ones else "")


def _rounds(programme: Programme) -> tuple[Round, ...]:
    length, step = timedelta(programme.cadence_days or 1), timedelta(programme.step_days or 1)
    first = programme.period.start.earliest
    return tuple(
        Round(
            id=f"{programme.id}-R{number:02}",
            start=(start := first + step * (number - 1)),
            end=start + length - timedelta(1),
            standing="实际",
            note="示例",
        )
        for number in range(1, ROUNDS + 1)
    )
