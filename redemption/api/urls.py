"""The addresses of the member API."""

from django.urls import path

from redemption.api import benefits, challenge, grants, login, openings, redemptions

urlpatterns = [
    path("login/code", login.LoginCode.as_view()),
    path("login/token", login.LoginToken.as_view()),
    path("challenge/code", challenge.ChallengeCode.as_view()),
    path("challenge", challenge.Challenge.as_view()),
    path("logout", login.Logout.as_view()),
    path("me", login.Me.as_view()),
    path("benefits", benefits.Benefits.as_view()),
    path("benefits/<slug:code>", benefits.Benefit.as_view()),
    path("grants", grants.Grants.as_view()),
    path("grants/<uuid:grant_id>", grants.Grant.as_view()),
    path("grants/<uuid:grant_id>/claim", grants.Claim.as_view()),
    path("openings/<uuid:opening_id>", openings.Opening.as_view()),
    path("openings/<uuid:opening_id>/claim", openings.Claim.as_view()),
    path("redemptions", redemptions.Redemptions.as_view()),
    path("redemptions/<uuid:redemption_id>", redemptions.Redemption.as_view()),
    path("redemptions/<uuid:redemption_id>/use", redemptions.Use.as_view()),
    path("redemptions/<uuid:redemption_id>/unuse", redemptions.Unuse.as_view()),
    path("redemptions/<uuid:redemption_id>/complaint", redemptions.Complaint.as_view()),
    path("redemptions/<uuid:redemption_id>/reveal", redemptions.Reveal.as_view()),
]
