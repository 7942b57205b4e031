"""Why a member has a grant, in one sentence."""

from django.utils.translation import gettext as _

from benefits.models import Grant
from benefits.queries.words import Words


def why_of(grant: Grant) -> str:
    """Who gave it, and on what occasion where that was named. Select ``enterprise`` and ``batch`` along with the grant."""
    giver = Words(grant.enterprise.name, grant.enterprise.name_en)
    occasion = _occasion(grant)
    if occasion:
        return _("From %(giver)s: %(occasion)s.") % {"giver": giver, "occasion": occasion}
    return _("From %(giver)s.") % {"giver": giver}


def _occasion(grant: Grant) -> str:
    match grant.batch.source:
        case "api":  # Named by a program, for programs.
            return ""
        case "import":
            return grant.why.rpartition(".")[0] or grant.why
    return grant.why
