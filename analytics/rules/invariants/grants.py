"""Grants, batches and rows: one outcome each, and every row accounted for."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant, illegal_moves, last_event_is_state
from benefits.states import GRANT_MOVES

GRANTS = (
    Invariant(
        "grant_one_outcome",
        _("A grant has exactly one outcome"),
        """SELECT id::text FROM benefits_grant
           WHERE (expired_at IS NOT NULL AND state <> 'expired') OR (revoked_at IS NOT NULL AND state <> 'revoked')
              OR (state IN ('expired', 'scheduled') AND claimed_at IS NOT NULL AND fulfilled_at IS NOT NULL)""",
    ),
    Invariant("grant_moves_legal", _("Every move of a grant is in the table of moves"), illegal_moves("grant", GRANT_MOVES)),
    Invariant("grant_state_in_feed", _("Every grant is in the state that the feed says"), last_event_is_state("grant", "benefits_grant")),
    Invariant(
        "grant_and_redemptions_agree",
        _("A claimed grant has its redemptions, and a delivered one has all of them delivered"),
        """SELECT g.id::text FROM benefits_grant g WHERE g.state IN ('claimed', 'fulfilled', 'used') AND NOT EXISTS (
               SELECT 1 FROM redemption_redemption r WHERE r.grant_id = g.id AND r.state NOT IN ('failed', 'reversed'))
           UNION SELECT g.id::text FROM benefits_grant g JOIN redemption_redemption r ON r.grant_id = g.id
           WHERE (g.state = 'fulfilled' AND r.state IN ('pending', 'processing', 'unknown'))
              OR (g.state IN ('scheduled', 'expired') AND r.state IN ('pending', 'processing', 'unknown'))""",
    ),
    Invariant(
        "batch_rows_add_up",
        _("An import's rows are granted, refused or skipped, and each granted row has one grant"),
        """SELECT b.id::text FROM benefits_batch b LEFT JOIN (
               SELECT batch_id, count(*) AS rows, count(*) FILTER (WHERE outcome = 'granted') AS granted,
                      count(*) FILTER (WHERE outcome = 'refused') AS refused, count(*) FILTER (WHERE outcome = 'skipped') AS skipped
               FROM benefits_batchrow GROUP BY batch_id) r ON r.batch_id = b.id
           LEFT JOIN (SELECT batch_id, count(*) AS grants FROM benefits_grant GROUP BY batch_id) g ON g.batch_id = b.id
           WHERE b.state IN ('done', 'undone') AND b.source <> 'opening' AND (
               COALESCE(r.rows, 0) <> COALESCE(r.granted + r.refused + r.skipped, 0)
               OR COALESCE(r.granted, 0) <> COALESCE(g.grants, 0) OR b.issued_count <> COALESCE(r.granted, 0))""",
    ),
    Invariant(
        "serial_once",
        _("Every grant has a serial of its own"),
        "SELECT min(id::text) FROM benefits_grant GROUP BY serial HAVING count(*) > 1",
    ),
)
