"""Products and offers as spreadsheets."""

from collections.abc import Sequence
from typing import Any

from common.console.exchange import Amount, CatalogueResource, Choice, Day, Flag, Key, Number, Reference, SheetField, Text
from common.money import CURRENCIES
from supply.models import Brand, Category, Offer, Product, Supplier
from supply.models.catalogue import AccountKind, ProductKind
from supply.rules.catalogue import Faults, faults_of_offer, faults_of_product


class ProductResource(CatalogueResource):
    """One row a product, by its SKU."""

    sku = SheetField("sku", ("SKU", "商品编码"), Key(), required=True)
    name = SheetField("name", ("Name", "名称"), Text(120))
    kind = SheetField("kind", ("Kind", "类型"), Choice(ProductKind.choices))
    brand = SheetField("brand", ("Brand", "品牌"), Reference(Brand, "slug"))
    category = SheetField("category", ("Category", "分类"), Reference(Category, "slug"))
    face_value_minor = SheetField("face_value_minor", ("Face value", "面值"), Amount())
    currency = SheetField("currency", ("Currency", "币种"), Choice(CURRENCIES))
    account_kind = SheetField("account_kind", ("Account", "充值账号"), Choice(AccountKind.choices))
    code_pattern = SheetField("code_pattern", ("Code pattern", "卡密格式"), Text(200))
    is_case_sensitive = SheetField("is_case_sensitive", ("Case matters", "区分大小写"), Flag(), default=False)
    minimum_days_left = SheetField("minimum_days_left", ("Days left at least", "最少剩余天数"), Number(), default=7)

    class Meta(CatalogueResource.Meta):
        model = Product
        import_id_fields = ("sku",)

    def frozen(self, instance: Any) -> Sequence[str]:
        return ("kind", "currency")

    def faults(self, instance: Any) -> Faults:
        return faults_of_product(kind=instance.kind, account_kind=instance.account_kind, code_pattern=instance.code_pattern)


class OfferResource(CatalogueResource):
    """One row an offer, by supplier, product and the supplier's SKU."""

    supplier = SheetField("supplier", ("Supplier", "供应商"), Reference(Supplier, "slug"), required=True)
    product = SheetField("product", ("SKU", "商品编码"), Reference(Product, "sku"), required=True)
    supplier_sku = SheetField("supplier_sku", ("Supplier's SKU", "供应商商品编码"), Key(120), required=True)
    cost_minor = SheetField("cost_minor", ("Cost", "进价"), Amount())
    max_cost_minor = SheetField("max_cost_minor", ("Highest cost accepted", "最高进价"), Amount())
    currency = SheetField("currency", ("Currency", "币种"), Choice(CURRENCIES))
    minimum_quantity = SheetField("minimum_quantity", ("Minimum quantity", "起订量"), Number(), default=1)
    delivery_seconds = SheetField("delivery_seconds", ("Delivery, seconds", "交付秒数"), Number())
    regions = SheetField("regions", ("Regions", "地区"), Text(200))
    priority = SheetField("priority", ("Priority", "优先级"), Number(), default=100)
    is_active = SheetField("is_active", ("Active", "启用"), Flag(), default=True)
    starts_on = SheetField("starts_on", ("Starts on", "开始日期"), Day())
    ends_on = SheetField("ends_on", ("Ends on", "结束日期"), Day())

    class Meta(CatalogueResource.Meta):
        model = Offer
        import_id_fields = ("supplier", "product", "supplier_sku")

    def frozen(self, instance: Any) -> Sequence[str]:
        return ("currency",)

    def faults(self, instance: Any) -> Faults:
        return faults_of_offer(
            cost_minor=instance.cost_minor, max_cost_minor=instance.max_cost_minor, starts_on=instance.starts_on, ends_on=instance.ends_on
        )
