"""What is asked about an administrative penalty."""

from generator.kinds.penalty.model import Penalty
from generator.questions.issue_answers import credit_code
from generator.questions.record_form import (
    CITY,
    PROGRAMME,
    RecordForm,
    about,
    source_questions,
)

FORM = RecordForm(
    name="penalty",
    title="行政处罚",
    model=Penalty,
    questions=(
        PROGRAMME,
        CITY,
        about(Penalty, "letter", aliases=("处罚决定书文号", "行政处罚决定书文号", "文号")),
        about(Penalty, "date", aliases=("处罚日期", "处罚决定日期")),
        about(Penalty, "by", aliases=("作出处罚的机关", "处罚单位")),
        about(Penalty, "whom.name", name="whom", aliases=("行政相对人名称", "企业名称", "当事人")),
        about(Penalty, "whom.credit_code", name="credit_code", read=credit_code),
        about(Penalty, "place", name="county", help="当日的名称或代码；不知道的不写。"),
        about(Penalty, "cause", aliases=("违法行为", "违法事实", "处罚事由")),
        about(Penalty, "basis"),
        about(Penalty, "measures", help="几种用顿号隔开。", aliases=("处罚种类", "处罚类别")),
        about(
            Penalty, "amount", help="罚款多少元，只写数，可以到分。", aliases=("罚款（元）", "金额")
        ),
        about(Penalty, "daily.first", name="daily_first", title="按日计罚起日", needed=False),
        about(Penalty, "daily.last", name="daily_last", title="按日计罚止日"),
        about(Penalty, "daily.amount", name="daily_amount", title="每日罚款", needed=False),
        about(Penalty, "sealed.what", name="sealed", title="查封扣押", needed=False),
        about(Penalty, "limited.what", name="limited", title="限产停产", needed=False),
        about(Penalty, "transfer.to", name="transfer", title="移送单位", needed=False),
        about(Penalty, "transfer.date", name="transferred_on", title="移送日期"),
        about(Penalty, "transfer.detained", name="detained", title="拘留人数"),
        about(Penalty, "issues", help="因哪些问题处罚，写问题编号，几个用顿号隔开。"),
        about(Penalty, "publish_from", aliases=("公示开始日期",)),
        about(Penalty, "publish_until", aliases=("公示截止日期", "公示截止期")),
        *source_questions(Penalty),
        about(Penalty, "note"),
    ),
    id_of=lambda answers: f"{answers.city_prefix}-F",
    found_by=("letter",),
    keys=("letter", "whom", "cause"),
    example={
        "letter": "示环罚〔2019〕12号",
        "date": "2019-07-20",
        "by": "示例市生态环境局",
        "whom": "示例建材有限公司",
        "cause": "示例：没有安装治污设施",
        "amount": "50000",
    },
    about="一行一份处罚决定；缴纳、复议、撤销等以后的情况在记录里追加",
)

FORMS = (FORM,)
