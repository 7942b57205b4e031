"""The portal's addresses."""

from django.urls import path

from redemption.portal.views import (
    accounts,
    benefit,
    challenge,
    complaint,
    grant,
    history,
    home,
    login,
    me,
    messages,
    opening,
    redemption,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("login/", login.login, name="login"),
    path("login/code/", login.login_code, name="login_code"),
    path("logout/", me.logout, name="logout"),
    path("benefits/<slug:code>/", benefit.benefit, name="benefit"),
    path("grants/<uuid:grant_id>/", grant.grant, name="grant"),
    path("grants/<uuid:grant_id>/claim/", grant.claim, name="claim"),
    path("grants/<uuid:grant_id>/account/", accounts.bind_for_grant, name="grant_account"),
    path("openings/<uuid:opening_id>/claim/", opening.claim, name="opening_claim"),
    path("openings/<uuid:opening_id>/account/", opening.bind_for_opening, name="opening_account"),
    path("redemptions/<uuid:redemption_id>/", redemption.redemption, name="redemption"),
    path("redemptions/<uuid:redemption_id>/code/", redemption.code, name="code"),
    path("redemptions/<uuid:redemption_id>/complaint/", complaint.complaint, name="complaint"),
    path("redemptions/<uuid:redemption_id>/use/", redemption.use, name="use"),
    path("redemptions/<uuid:redemption_id>/unuse/", redemption.unuse, name="unuse"),
    path("history/", history.history, name="history"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:account_id>/code/", accounts.send_code, name="account_code"),
    path("accounts/<uuid:account_id>/verify/", accounts.verify, name="account_verify"),
    path("accounts/<uuid:account_id>/remove/", accounts.remove, name="account_remove"),
    path("confirm/", challenge.challenge, name="challenge"),
    path("messages/", messages.messages, name="messages"),
    path("me/", me.me, name="me"),
    path("me/sessions/<uuid:session_id>/end/", me.end_session, name="end_session"),
    path("theme/", me.theme, name="theme"),
    path("language/", me.language, name="language"),
]
