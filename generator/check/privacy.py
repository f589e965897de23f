"""Whether a record holds what may not be published of a person.

What is found is never repeated in the finding: findings go to logs that everybody can read.
"""

from collections.abc import Callable, Iterator

from generator.check.rule import Checked, Hit, Rule
from generator.public.personal_data import Personal

Hits = Callable[[Checked], Iterator[Hit]]


def personal_data(kind: Personal, message: str, hint: str) -> Hits:
    """The rule function that words every text which holds one sort of personal data."""

    def hits(checked: Checked) -> Iterator[Hit]:
        for raw, path, found in checked.personal:
            if found is kind:
                yield Hit(raw.path, raw.value_mark(path), message, hint)

    return hits


identity_number = personal_data(
    Personal.IDENTITY, "这里有身份证号", "删去号码；记录只写单位和地点，不写个人信息"
)
mobile_number = personal_data(
    Personal.MOBILE, "这里有手机号码", "删去号码；记录只写单位和地点，不写个人信息"
)
landline_number = personal_data(
    Personal.LANDLINE, "这里有固定电话号码", "删去号码；单位写名称就够了，联系方式不进记录"
)
bank_card = personal_data(
    Personal.CARD, "这里有银行卡号", "删去号码；是别的编号的，在前面紧接着写上字母，例如 NO"
)
mail_address = personal_data(
    Personal.MAIL, "这里有电子邮箱", "删去邮箱；接收纠错的单位信箱写在行动的 publication 里"
)
number_plate = personal_data(Personal.PLATE, "这里有车牌号", "删去号码，写成“一辆重型货车”这样")
home_address = personal_data(
    Personal.HOME, "这里像是个人住址", "只写到村、社区或者小区，不写到楼栋、单元和门牌"
)
person_name = personal_data(
    Personal.NAME,
    "这里像是写了个人姓名",
    "只写职务，例如“企业负责人”；姓氏加“某”也不写",
)


RULES = (
    Rule("P01", "identity-number", "身份证号", identity_number),
    Rule("P02", "mobile-number", "手机号码", mobile_number),
    Rule("P03", "landline-number", "固定电话", landline_number),
    Rule("P04", "bank-card", "银行卡号", bank_card),
    Rule("P05", "mail-address", "电子邮箱", mail_address),
    Rule("P06", "number-plate", "车牌号", number_plate),
    Rule("P07", "home-address", "家庭住址", home_address),
    Rule("P08", "person-name", "个人姓名", person_name),
)
