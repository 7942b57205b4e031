"""
Somebody who was added to the roster after it was frozen, or is back since, is granted nothing: no ghost is made up for a round of
benefits, and none is raised.

One condition, asked wherever a grant is made: by files and programs row by row, by hand, and where somebody takes from an opening.
"""

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused

# Of an enterprise ``e`` and its member ``m``; whoever is not there yet (``m`` is empty) would be added at ``at``. Unknown where the
# roster is not frozen, which is a no.
AFTER_FREEZE = "COALESCE(m.returned_at, m.created_at, %(at)s::timestamptz) > e.roster_frozen_at"
# Since when, as the enterprise's clock shows it, for the sentence that names the row.
SINCE = "to_char(e.roster_frozen_at AT TIME ZONE e.time_zone, 'YYYY-MM-DD HH24:MI')"


class JoinedAfterFreeze(Refused):
    code = "joined_after_freeze"
    sentence = _("Your company closed its list of people for this before you were added. Please ask your company's contact.")
    exact = _("The roster is frozen, and this person was added afterwards.")
