"""How staff sign in: name and password, then TOTP. Accounts are made by operators, never by sign-up."""

import base64
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from common.scope import PLATFORM, within
from common.sealed import open_sealed, seal
from members.models.staff import User

_PURPOSE = "members.staff.mfa"


class StaffBackend(ModelBackend):
    """Whoever is signed in, with their enterprise if they have one: asked for before it is known whose request this is."""

    @within(PLATFORM)
    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("staff__enterprise", "operator_scope").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class StaffAccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up and sends each person to the console that is theirs."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/ops/" if request.user.is_staff else "/hr/"

    def is_safe_url(self, url: str) -> bool:
        """Paths of this site alone. What is no address at all is refused, where allauth's own would fail."""
        return url.startswith("/") and url.isprintable() and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Setting up the second step within five minutes of signing in does not ask for the same password twice."""
        return not _has_just_signed_in(self.request) and super().is_reauthentication_required(app=app, **kwargs)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)


def _has_just_signed_in(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


class StaffMfaAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes sealed in the database."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, purpose=_PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(base64.b64decode(encrypted_text), purpose=_PURPOSE)
