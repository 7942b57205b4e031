"""How staff sign in: name and password, then TOTP. Accounts are made by operators, never by sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Closes the sign-up and sends each person to the console that is theirs."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/ops/" if request.user.is_staff else "/hr/"
