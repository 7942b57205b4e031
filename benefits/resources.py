"""Benefits as a spreadsheet."""

from collections.abc import Sequence
from typing import Any

from benefits.models import Benefit
from benefits.models.benefit import BenefitClass, BenefitKind, BenefitLayer
from benefits.rules.catalogue import Faults, faults_of_benefit
from benefits.states import BenefitState
from common.console.exchange import Amount, CatalogueResource, Choice, Day, Key, Reference, SheetField, Text
from common.money import CURRENCIES

_PRODUCT: Any = Benefit._meta.get_field("product").related_model


class BenefitResource(CatalogueResource):
    """One row a benefit, by its code. New ones come in as drafts: listing is an act."""

    code = SheetField("code", ("Benefit code", "权益编码"), Key(64), required=True)
    name = SheetField("name", ("Name", "名称"), Text(120))
    name_en = SheetField("name_en", ("Name in English", "英文名称"), Text(120))
    summary = SheetField("summary", ("In one sentence", "一句话介绍"), Text(200))
    summary_en = SheetField("summary_en", ("In one sentence, English", "英文一句话介绍"), Text(200))
    kind = SheetField("kind", ("Kind", "类型"), Choice(BenefitKind.choices))
    product = SheetField("product", ("SKU", "商品编码"), Reference(_PRODUCT, "sku"))
    benefit_class = SheetField("benefit_class", ("Class", "分类"), Choice(BenefitClass.choices), default=BenefitClass.ECONOMIC)
    layer = SheetField("layer", ("Layer", "层级"), Choice(BenefitLayer.choices), default=BenefitLayer.BASE)
    face_value_minor = SheetField("face_value_minor", ("Face value", "面值"), Amount())
    price_minor = SheetField("price_minor", ("Price", "企业价"), Amount())
    cost_minor = SheetField("cost_minor", ("Cost", "成本"), Amount())
    currency = SheetField("currency", ("Currency", "币种"), Choice(CURRENCIES))
    value_source = SheetField("value_source", ("Source of the value", "价值来源"), Text(120))
    value_on = SheetField("value_on", ("Value as of", "价值日期"), Day())

    class Meta(CatalogueResource.Meta):
        model = Benefit
        import_id_fields = ("code",)

    def frozen(self, instance: Any) -> Sequence[str]:
        """What was traded under stays as it was once anybody could grant it."""
        always = ("kind", "currency")
        return always if instance.state == BenefitState.DRAFT else (*always, "product", "face_value_minor", "price_minor", "cost_minor")

    def faults(self, instance: Any) -> Faults:
        product = instance.product
        return faults_of_benefit(
            kind=instance.kind,
            product_kind=product.kind if product else None,
            listed_from=instance.listed_from,
            listed_until=instance.listed_until,
        )
