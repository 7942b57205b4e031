"""The columns of the files that the contract names, as the tests ask for them."""

from common.sheets.shapes import Column

GRANTS = (
    Column("staff_no", ("Staff no.", "工号")),
    Column("phone", ("Phone", "手机号")),
    Column("email", ("Email", "邮箱")),
    Column("name", ("Name", "姓名")),
    Column("department", ("Department", "部门")),
    Column("benefit", ("Benefit code", "权益编码"), required=True),
    Column("quantity", ("Quantity", "数量")),
    Column("valid_from", ("Valid from", "生效日期")),
    Column("valid_until", ("Valid until", "失效日期")),
    Column("note", ("Note", "备注")),
)
CODES = (
    Column("code", ("Code", "卡密"), required=True),
    Column("card_no", ("Card no.", "卡号")),
    Column("expires_on", ("Expires on", "有效期")),
)
# Two columns are enough for most tests: a key, and something to say about it.
PAIR = (Column("key", ("Key", "编码"), required=True), Column("note", ("Note", "备注")))
