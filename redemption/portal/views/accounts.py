"""Accounts that top-ups land in: bound, verified by a one-time code, removed."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from benefits.queries.portal import brand_names, topup_brands_for_member
from common.clock import now
from common.visitor import address_of
from members import operations as members
from members.queries import accounts_of, own_addresses
from redemption.portal.forms import AccountForm
from redemption.portal.gate import MemberRequest, actor_of, member_only, safe_next
from redemption.portal.page import page
from redemption.portal.views.grant import grant_page, receipt_or_404
from redemption.queries.claim_needs import needs_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def accounts(request: MemberRequest) -> HttpResponse:
    """All bound accounts, and the brands where one is still missing. A POST binds one."""
    at = now()
    if request.method != "POST":
        return _accounts_page(request, at=at)
    kinds = {account.brand: account.kind for account in accounts_of(request.member.id)}
    kinds |= {brand.slug: brand.account_kind for brand in topup_brands_for_member(request.member.id)}
    form = AccountForm(request.POST, kinds=kinds)
    if not is_bound(request, form, at=at):
        return _accounts_page(request, at=at, status=422, form=form)
    return redirect("portal:accounts")


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def bind_for_grant(request: MemberRequest, grant_id: UUID) -> HttpResponse:
    """Bind an account in place, on the page of the grant that needs it."""
    if request.method != "POST":
        return redirect("portal:grant", grant_id)
    at, receipt = now(), receipt_or_404(request, grant_id)
    kinds = {need.brand_slug: need.account_kind for need in needs_of(receipt.grant.benefit, request.member.id).accounts}
    form = AccountForm(request.POST, kinds=kinds)
    if not is_bound(request, form, at=at):
        return grant_page(request, receipt, at=at, status=422, form=form)
    return redirect("portal:grant", grant_id)


@require_POST
@member_only
def send_code(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Send a one-time code to the account itself."""
    try:
        members.request_account_code(member_id=request.member.id, account_id=account_id, ip=address_of(request), at=now())
    except members.TooManyCodes as refused:
        return _verify_page(request, account_id, status=refused.status, refusal=refused.for_member())
    except members.NothingToVerify:
        return redirect(_back(request))
    return redirect(f"{reverse('portal:account_verify', args=[account_id])}?{urlencode({'next': _back(request)})}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_only
def verify(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Take the code that was sent to the account."""
    if request.method != "POST":
        return _verify_page(request, account_id)
    try:
        members.verify_account(
            member_id=request.member.id, account_id=account_id, code=request.POST.get("code", "")[:32], ip=address_of(request), at=now()
        )
    except (members.WrongCode, members.TooManyCodes) as refused:
        return _verify_page(request, account_id, status=422, refusal=refused.for_member())
    return redirect(_back(request))


@require_POST
@member_only
def remove(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Unbind an account."""
    members.remove_account(member_id=request.member.id, account_id=account_id, by=actor_of(request), at=now())
    return redirect(_back(request))


def is_bound(request: MemberRequest, form: AccountForm, *, at: datetime) -> bool:
    """Bind what the form says; false, with the form's errors, where that can't be."""
    if not form.is_valid():
        return False
    where = {"member_id": request.member.id, "brand": form.cleaned_data["brand"], "kind": form.kind}
    try:
        if form.cleaned_data["own"]:
            members.bind_own_account(**where, by=actor_of(request), at=at)
        else:
            members.bind_account(**where, value=form.cleaned_data["value"], by=actor_of(request), at=at)
    except members.AccountInvalid as refused:
        form.add_error("value", refused.for_member())
        return False
    return True


def _accounts_page(request: MemberRequest, *, at: datetime, status: int = 200, **more: Any) -> HttpResponse:
    bound, brands, own = accounts_of(request.member.id), topup_brands_for_member(request.member.id), own_addresses(request.member.id)
    names = {**brand_names({account.brand for account in bound}), **{brand.slug: brand.name for brand in brands}}
    lines = [(account, names.get(account.brand, account.brand)) for account in bound]
    taken = {account.brand for account in bound}
    free = [(brand, own.get(brand.account_kind, "")) for brand in brands if brand.slug not in taken]
    bind_url = reverse("portal:accounts")
    return page(request, "accounts.html", at=at, status=status, section="accounts", lines=lines, free=free, bind_url=bind_url, **more)


def _verify_page(request: MemberRequest, account_id: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    account = next((account for account in accounts_of(request.member.id) if account.id == account_id), None)
    if account is None or account.is_verified:
        return redirect(_back(request))
    return page(request, "account_verify.html", at=now(), status=status, section="accounts", account=account, back=_back(request), **more)


def _back(request: MemberRequest) -> str:
    return safe_next(request.POST.get("next") or request.GET.get("next", ""), otherwise=reverse("portal:accounts"))
