"""What a member sees of a benefit, of its parts and of its terms. Cost and price to the enterprise are not here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from benefits.models import Benefit, BundlePart, Terms
from benefits.queries.words import Words


@dataclass(frozen=True, slots=True)
class BenefitFace:
    """A benefit as members know it. ``account_kind`` is empty unless something must land in an account of ``brand``."""

    id: UUID
    code: str
    name: Words
    summary: Words
    kind: str
    cover: str
    face_value_minor: int
    currency: str
    value_source: str
    value_on: date | None
    choose_count: int
    brand_slug: str
    brand: Words
    account_kind: str
    seats: int | None


# The columns from which ``face_of`` reads, for a query that should read no others.
FACE_FIELDS = (
    "code",
    "name",
    "name_en",
    "summary",
    "summary_en",
    "kind",
    "cover",
    "face_value_minor",
    "currency",
    "value_source",
    "value_on",
    "choose_count",
    "seats",
    "product__account_kind",
    "product__brand__slug",
    "product__brand__name",
    "product__brand__name_en",
)


@dataclass(frozen=True, slots=True)
class PartFace:
    """One part of a bundle: always given, or one of those to choose from."""

    benefit: BenefitFace
    quantity: int
    is_optional: bool


@dataclass(frozen=True, slots=True)
class TermsSheet:
    """One version of terms, for reading."""

    version: int
    instructions: Words
    details: Words
    rules: Words
    use_url: str
    use_days: int | None
    use_until: date | None
    stores: Words
    specifics: Mapping[str, Any]
    weekdays: tuple[int, ...]
    minimum_spend_minor: int | None
    limit_per_member: int | None
    limit_period_days: int | None
    published_at: datetime


def face_of(benefit: Benefit) -> BenefitFace:
    """The face of one benefit. Select ``product__brand`` along with it."""
    product = benefit.product
    return BenefitFace(
        id=benefit.id,
        code=benefit.code,
        name=Words(benefit.name, benefit.name_en),
        summary=Words(benefit.summary, benefit.summary_en),
        kind=benefit.kind,
        cover=benefit.cover,
        face_value_minor=benefit.face_value_minor,
        currency=benefit.currency,
        value_source=benefit.value_source,
        value_on=benefit.value_on,
        choose_count=benefit.choose_count,
        brand_slug=product.brand.slug if product else "",
        brand=Words(product.brand.name, product.brand.name_en) if product else Words(""),
        account_kind=product.account_kind if product and benefit.kind == "topup" else "",
        seats=benefit.seats,
    )


def sheet_of(terms: Terms) -> TermsSheet:
    """The readable sheet of one version of terms."""
    return TermsSheet(
        version=terms.version,
        instructions=Words(terms.instructions, terms.instructions_en),
        details=Words(terms.details, terms.details_en),
        rules=Words(terms.rules, terms.rules_en),
        use_url=terms.use_url,
        use_days=terms.use_days,
        use_until=terms.use_until,
        stores=Words(terms.stores, terms.stores_en),
        specifics=terms.specifics,
        weekdays=tuple(terms.weekdays),
        minimum_spend_minor=terms.minimum_spend_minor,
        limit_per_member=terms.limit_per_member,
        limit_period_days=terms.limit_period_days,
        published_at=terms.created_at,
    )


def parts_of(benefit_id: UUID) -> list[PartFace]:
    """The parts of a bundle in their order; empty for everything else."""
    parts = BundlePart.objects.filter(bundle_id=benefit_id).select_related("benefit__product__brand")
    return [PartFace(face_of(part.benefit), part.quantity, part.is_optional) for part in parts]


def terms_given(benefit_id: UUID, at: datetime) -> TermsSheet | None:
    """The terms of a benefit as they stood at a moment: what a part of a bundle was given under."""
    terms = Terms.objects.filter(benefit_id=benefit_id, created_at__lte=at).order_by("-version").first()
    terms = terms or Terms.objects.filter(benefit_id=benefit_id).order_by("version").first()
    return sheet_of(terms) if terms else None
