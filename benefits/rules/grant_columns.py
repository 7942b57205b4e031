"""The columns of a grants spreadsheet, as people write them over it."""

from common.sheets.shapes import Column

GRANT_COLUMNS = (
    Column("staff_no", ("Staff no.", "工号")),
    Column("phone", ("Phone", "手机号")),
    Column("email", ("Email", "邮箱")),
    Column("name", ("Name", "姓名")),
    Column("department", ("Department", "部门")),
    Column("benefit_code", ("Benefit code", "权益编码"), required=True),
    Column("quantity", ("Quantity", "数量")),
    Column("valid_from", ("Valid from", "生效日期")),
    Column("valid_until", ("Valid until", "失效日期")),
    Column("note", ("Note", "备注")),
)
MOST_A_ROW = 1000
