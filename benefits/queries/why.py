"""Why a member has a grant, in one sentence."""

import re

from django.utils.translation import gettext as _

from benefits.models import Grant
from benefits.queries.words import Words

# A spreadsheet without an occasion is known by its file.
_SUFFIX = re.compile(r"\.(xlsx|csv)$", re.IGNORECASE)


def why_of(grant: Grant) -> str:
    """Who gave it, and on what occasion where that was named. Select ``enterprise`` and ``batch`` along with the grant."""
    giver = Words(grant.enterprise.name, grant.enterprise.name_en)
    occasion = "" if grant.batch.source == "api" else _SUFFIX.sub("", grant.why)
    if occasion:
        return _("From %(giver)s: %(occasion)s.") % {"giver": giver, "occasion": occasion}
    return _("From %(giver)s.") % {"giver": giver}


def occasion_of(grant: Grant) -> str:
    """The occasion of all grants of its batch, empty where none was named: programs name theirs for programs."""
    return "" if grant.batch.source == "api" else _SUFFIX.sub("", grant.batch.name)


def why_beside_occasion(grant: Grant) -> str:
    """Why this member has it, where that says more than the occasion."""
    return "" if grant.batch.source == "api" or grant.why == grant.batch.name else grant.why
