"""
The addresses of members: the staff's sign-in, and the demo's inbox.

Of allauth only what staff need has an address: there is no sign-up, and no reset by mail. An operator sets a new password.
"""

from allauth.account import views as account
from django.urls import include, path

from members import inbox, staff

urlpatterns = [
    path("staff/", staff.home, name="staff_home"),
    path("staff/login/", account.login, name="account_login"),
    path("staff/logout/", account.logout, name="account_logout"),
    path("staff/inactive/", account.account_inactive, name="account_inactive"),
    path("staff/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("staff/password/", account.password_change, name="account_change_password"),
    path("staff/sessions/", staff.sessions, name="staff_sessions"),
    path("staff/sessions/others/end/", staff.end_others, name="staff_end_others"),
    path("staff/sessions/<uuid:session_id>/end/", staff.end_one, name="staff_end_session"),
    path("staff/mfa/", include("allauth.mfa.urls")),
    path("demo/inbox/", inbox.inbox, name="demo_inbox"),
    path("demo/inbox.json", inbox.inbox_json, name="demo_inbox_json"),
]
