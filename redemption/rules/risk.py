"""What the verdicts of risk are called, towards members and towards staff."""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused


class TooFast(Refused):
    code = "too_many_requests"
    status = 429
    sentence = _("That was too often. Please wait a little and try again.")
    exact = _("The rule %(rule)s counted %(level)s; it allows %(most)s within %(within_seconds)s seconds.")


class ChallengeNeeded(Refused):
    code = "challenge_needed"
    status = 403
    sentence = _("Please confirm that it's you. We'll send you a one-time code.")
    exact = _("The rule %(rule)s asks for a one-time code: it counted %(level)s and allows %(most)s within %(within_seconds)s seconds.")


class Blocked(Refused):
    """One sentence for every sort of block: it does not tell what was counted, or which list it was."""

    code = "blocked"
    status = 403
    sentence = _("This isn't possible from here at the moment. If you think that's wrong, please ask your company's contact.")
    exact = _("Blocked by %(rule)s.")


ANSWERS: dict[str, type[Refused]] = {"slow": TooFast, "challenge": ChallengeNeeded, "block": Blocked}
