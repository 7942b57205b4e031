"""The login: a phone or mail, the code that was sent there, and the enterprise where there are several."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from common.clock import now
from common.refusals import Refused
from common.visitor import address_of, device_mark_of, device_of
from members import operations as members
from redemption.operations import check_attempt, count_miss
from redemption.portal.cookies import drop_waiting_address, keep_token, keep_waiting_address, token_of, waiting_address
from redemption.portal.forms import CodeForm, LoginForm, channel_of
from redemption.portal.gate import safe_next
from redemption.portal.page import page
from redemption.portal.risk import stranger_at

# Somebody who is refused for so short a time got a code a moment ago: a double tap, or "send it again" too early.
_JUST_SENT_SECONDS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for a phone or mail, and send a code there. The answer is the same whether it is known or not."""
    goes_to = safe_next(request.GET.get("next", ""))
    if getattr(request, "member", None) is not None:
        return redirect(goes_to)
    form, status = LoginForm(request.POST or None), 200
    if form.is_bound and form.is_valid():
        try:
            address = form.cleaned_data["address"]
            check_attempt("login", stranger_at(request, address), at=now())
            members.request_login_code(channel=channel_of(address), address=address, ip=address_of(request), at=now())
        except Refused as refused:
            if isinstance(refused, members.TooManyCodes) and refused.facts["retry_after"] <= _JUST_SENT_SECONDS:
                return _to_code(form, goes_to, just_sent=True)
            form.add_error("address", refused.for_member())
            status = refused.status
        else:
            return _to_code(form, goes_to)
    return page(request, "login.html", at=now(), form=form, goes_to=goes_to, status=status)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def login_code(request: HttpRequest) -> HttpResponse:
    """Take the code and sign in; ask for the enterprise if the code opens several."""
    goes_to, address = safe_next(request.GET.get("next", "")), waiting_address(request)
    if getattr(request, "member", None) is not None:
        return redirect(goes_to)
    if not address:
        return redirect("portal:login")
    form, status = CodeForm(request.POST or None), 200
    if form.is_bound and form.is_valid():
        try:
            check_attempt("login", stranger_at(request, address), at=now())
            return _sign_in(request, address, form, goes_to)
        except members.EnterpriseChoice as choice:
            return page(request, "login_enterprise.html", at=now(), form=form, choices=choice.facts["choices"], goes_to=goes_to)
        except Refused as wrong:
            refused = _counted(request, address, wrong)
            form.add_error("code", refused.for_member())
            status = 422 if refused.status == 401 else refused.status
    just_sent = request.GET.get("sent") == "already"
    return page(request, "login_code.html", at=now(), form=form, address=address, goes_to=goes_to, just_sent=just_sent, status=status)


def _sign_in(request: HttpRequest, address: str, form: CodeForm, goes_to: str) -> HttpResponse:
    signed_in = members.sign_in(
        channel=channel_of(address),
        address=address,
        code=form.cleaned_data["code"],
        enterprise_slug=form.cleaned_data["enterprise"] or None,
        kind="portal",
        device=device_of(request),
        ip=address_of(request),
        device_mark=device_mark_of(request),
        at=now(),
    )
    if stale := token_of(request):
        members.sign_out(token=stale, at=now())
    rotate_token(request)
    response = redirect(goes_to)
    keep_token(response, signed_in.token, signed_in.expires_at)
    drop_waiting_address(response)
    return response


def _counted(request: HttpRequest, address: str, wrong: Refused) -> Refused:
    """A wrong code is a guess; beyond the budget the answer is that of risk."""
    if not isinstance(wrong, members.WrongCode):
        return wrong
    try:
        count_miss(stranger_at(request, address), at=now())
    except Refused as refused:
        return refused
    return wrong


def _to_code(form: LoginForm, goes_to: str, *, just_sent: bool = False) -> HttpResponse:
    asks = {**({"next": goes_to} if goes_to != "/" else {}), **({"sent": "already"} if just_sent else {})}
    response = redirect(reverse("portal:login_code") + (f"?{urlencode(asks)}" if asks else ""))
    keep_waiting_address(response, form.cleaned_data["address"])
    return response
