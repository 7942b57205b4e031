"""Openings: what was taken was given, nothing beyond the pieces, and the budget holds what is still to be taken."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant, illegal_moves, last_event_is_state
from benefits.states import OPENING_MOVES, PIECE_MOVES

# What the ledger moved into the reservation for one opening, and out of it again.
_RESERVED = """
COALESCE((SELECT sum(s.amount) FROM common_transfer t JOIN common_posting s ON s.transfer_id = t.id
    JOIN common_account a ON a.id = s.account_id AND a.owner_id = o.budget_id AND a.name = 'reserved'
    WHERE t.key IN ('opening:' || o.id || ':reserve', 'opening:' || o.id || ':close')), 0)
"""

OPENINGS = (
    Invariant(
        "opening_taken_is_granted",
        _("Each taken piece of an opening is one grant of it, of the same member, and none is beyond the pieces"),
        """SELECT p.id::text FROM benefits_piece p JOIN benefits_opening o ON o.id = p.opening_id
           LEFT JOIN benefits_grant g ON g.id = p.grant_id AND g.batch_id = o.batch_id AND g.member_id = p.member_id
               AND g.benefit_id = o.benefit_id AND g.committed = o.piece_committed
           WHERE p.state = 'taken' AND g.id IS NULL
           UNION SELECT g.id::text FROM benefits_opening o JOIN benefits_grant g ON g.batch_id = o.batch_id
           WHERE NOT EXISTS (SELECT 1 FROM benefits_piece p WHERE p.grant_id = g.id AND p.state = 'taken')
           UNION SELECT o.id::text FROM benefits_opening o LEFT JOIN (
               SELECT opening_id, count(*) AS made, count(*) FILTER (WHERE state = 'taken') AS taken FROM benefits_piece GROUP BY opening_id
           ) p ON p.opening_id = o.id
           WHERE COALESCE(p.made, 0) > o.pieces OR (o.state = 'published' AND COALESCE(p.made, 0) <> o.pieces)
              OR (o.state = 'closed' AND COALESCE(p.made, 0) <> COALESCE(p.taken, 0))
              OR (o.state IN ('draft', 'discarded') AND p.made > 0)""",
    ),
    Invariant(
        "opening_reserves_untaken",
        _("An opening has reserved the value of its untaken pieces, and nothing once it is closed"),
        f"""SELECT o.id::text FROM benefits_opening o
            CROSS JOIN LATERAL (SELECT count(*) AS n FROM benefits_piece p WHERE p.opening_id = o.id AND p.state = 'taken') taken
            WHERE {_RESERVED} <> COALESCE(o.piece_committed, 0) * CASE
                WHEN o.state IN ('preparing', 'published') THEN o.pieces WHEN o.state = 'closed' THEN taken.n ELSE 0 END""",
    ),
    Invariant(
        "opening_caps_hold",
        _("No member and no device took more of an opening than it allows"),
        """SELECT min(p.id::text) FROM benefits_piece p JOIN benefits_opening o ON o.id = p.opening_id WHERE p.state = 'taken'
           GROUP BY o.id, p.member_id HAVING count(*) > o.limit_per_member
           UNION SELECT min(p.id::text) FROM benefits_piece p JOIN benefits_opening o ON o.id = p.opening_id
           WHERE p.device_print IS NOT NULL GROUP BY o.id, p.device_print HAVING count(*) > o.limit_per_device""",
    ),
    Invariant(
        "opening_arrivals_in_feed",
        _("Every take is in the feed with its number, and no number came twice"),
        """SELECT p.id::text FROM benefits_piece p WHERE p.state = 'taken' AND 1 <> (
               SELECT count(*) FROM common_event e WHERE e.subject_id = p.id AND e.subject_type = 'piece' AND e.kind = 'piece.taken'
                   AND e.data->>'number' = p.number::text AND e.member_id = p.member_id)
           UNION SELECT min(id::text) FROM benefits_piece WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1""",
    ),
    Invariant("opening_moves_legal", _("Every move of an opening is in the table of moves"), illegal_moves("opening", OPENING_MOVES)),
    Invariant("piece_moves_legal", _("Every move of a piece is in the table of moves"), illegal_moves("piece", PIECE_MOVES)),
    Invariant(
        "opening_state_in_feed", _("Every opening is in the state that the feed says"), last_event_is_state("opening", "benefits_opening")
    ),
    Invariant(
        "piece_state_in_feed",
        _("Every piece is in the state that the feed says"),
        last_event_is_state("piece", "benefits_piece", born=False),
    ),
)
