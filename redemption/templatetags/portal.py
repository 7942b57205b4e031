"""What the portal's templates need beside Django's own tags."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from uuid import UUID

import segno
from django import template
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from benefits.queries.faces import BenefitFace, TermsSheet
from benefits.queries.specifics import Said, said_of
from common.devices import device_in_words
from common.money import exponent, format_minor
from redemption.portal.covers import cover_of
from redemption.portal.moments import Deadline, day_deadline, day_in_words, deadline_of, moment_in_words

register = template.Library()
_LAST_MINUTE = (23, 59)


@register.simple_tag(takes_context=True)
def cover(context: template.RequestContext, benefit: BenefitFace | str) -> SafeString:
    """Draw a cover. Its shapes are sent once a page, by ``cover_shapes`` at the end."""
    name = benefit if isinstance(benefit, str) else cover_of(benefit)
    vars(context["request"]).setdefault("drawn_covers", set()).add(name)
    return _use_of(name)


@cache
def _use_of(cover_name: str) -> SafeString:
    return format_html('<svg class="cover" aria-hidden="true" focusable="false"><use href="#cover-{}"/></svg>', cover_name)


@register.simple_tag
def kept(name: str, **facts: str) -> SafeString:
    """Include a part that depends on nothing but the language and these facts: it is drawn once a process for each of them."""
    return _kept(name, get_language() or "", tuple(facts.items()))


@lru_cache(maxsize=256)
def _kept(name: str, language: str, facts: tuple[tuple[str, str], ...]) -> SafeString:
    return SafeString(get_template(name).render(dict(facts)))


@register.simple_tag
def path_to(name: str, row_id: UUID | None = None) -> str:
    """What ``url`` says of a page, or of the page of one row; the address but for the id is looked for once a process."""
    if row_id is None:
        return _page(name)
    before, after = _around_id(name)
    return f"{before}{row_id}{after}"


@cache
def _page(name: str) -> str:
    return reverse(name)


@cache
def _around_id(name: str) -> tuple[str, str]:
    anybody = UUID(int=0)
    before, _id, after = reverse(name, args=[anybody]).partition(str(anybody))
    return before, after


@register.simple_tag
@cache
def asset(path: str) -> str:
    """What ``static`` says of a file, looked for once a process."""
    return static(path)


@register.simple_tag(takes_context=True)
def cover_shapes(context: template.RequestContext) -> SafeString:
    """The shapes of the covers that were drawn on this page."""
    names = sorted(getattr(context.get("request"), "drawn_covers", ()))
    shapes = format_html_join("", "{}", ((mark_safe(get_template(f"portal/covers/{name}.svg").render()),) for name in names))  # noqa: S308  (our own files)
    return format_html('<svg class="sprite" aria-hidden="true">{}</svg>', shapes) if names else SafeString("")


@register.simple_tag
def money(amount_minor: int, currency: str) -> str:
    """``¥30``: an amount without the decimal places where they are all zero."""
    places = exponent(currency)
    text = format_minor(amount_minor, currency)
    return text[: -places - 1] if places and amount_minor % 10**places == 0 else text


@register.simple_tag(takes_context=True)
def deadline(context: template.RequestContext, until: datetime | date) -> Deadline:
    """The deadline of a moment (exclusive) or of a day (inclusive), in the member's time, seen from the page's ``at``."""
    zone, at = context["request"].member.time_zone, context["at"]
    if isinstance(until, datetime):
        return deadline_of(until, zone=zone, at=at)
    return day_deadline(until, zone=zone, at=at)


@register.simple_tag(takes_context=True)
def wait(context: template.RequestContext, until: datetime) -> str:
    """Whole milliseconds from the page's ``at`` until a moment: a clock that counts them needs to know no time."""
    return str(max(0, int((until - context["at"]).total_seconds() * 1000)))


@register.filter
def day(value: datetime | date) -> str:
    """The day in the member's time: ``31 Mar 2026``."""
    return day_in_words(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime) -> str:
    """Day and minute in the member's time: ``31 Mar 2026, 23:59``."""
    return moment_in_words(timezone.localtime(value))


@register.simple_tag(takes_context=True)
def brief(context: template.RequestContext, value: datetime | date) -> str:
    """Day, and minute where there is one; the year only if it is not this one."""
    today = timezone.localtime(context["at"]).date()
    if isinstance(value, datetime):
        return moment_in_words(timezone.localtime(value), today=today)
    return day_in_words(value, today=today)


@register.simple_tag(takes_context=True)
def last_brief(context: template.RequestContext, until: datetime | date) -> str:
    """The last day of a deadline; its minute too where it does not end with a day."""
    if not isinstance(until, datetime):
        return str(brief(context, until))
    last = timezone.localtime(until - timedelta(microseconds=1))
    return str(brief(context, last.date() if (last.hour, last.minute) == _LAST_MINUTE else until))


@register.filter
def weekdays(numbers: Sequence[int]) -> str:
    """``[1, 5]`` is "Monday, Friday"."""
    return pgettext("between days of the week", ", ").join(str(WEEKDAYS[number - 1]) for number in numbers if 1 <= number <= 7)


@register.filter
def promises(benefit: BenefitFace, terms: TermsSheet | None) -> list[Said]:
    """What a benefit of its kind promises under these terms, line by line."""
    return said_of(benefit.kind, terms.specifics, benefit.currency) if terms else []


@register.simple_tag
def scannable(text: str) -> SafeString:
    """A text as a QR code, black on white in every theme: tills do not read it otherwise."""
    drawn = segno.make(text, micro=False).svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    return format_html('<span class="qr-frame" aria-hidden="true">{}</span>', mark_safe(drawn))  # noqa: S308  (a drawing of squares)


@register.filter
def device(name: str) -> str:
    """``iPhone · WeChat``."""
    return device_in_words(name)
