"""Redemptions and top-ups: once, known, attended."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant, illegal_moves, last_event_is_state
from redemption.states import REDEMPTION_MOVES
from supply.states import TOPUP_MOVES

DELIVERIES = (
    Invariant(
        "item_delivered_once",
        _("The same item of a grant is delivered once"),
        """SELECT min(id::text) FROM redemption_redemption WHERE state NOT IN ('failed', 'reversed')
           GROUP BY grant_id, item_no HAVING count(*) > 1""",
    ),
    Invariant(
        "redemption_moves_legal",
        _("Every move of a redemption and of a top-up is in its table of moves"),
        illegal_moves("redemption", REDEMPTION_MOVES) + " UNION " + illegal_moves("topup", TOPUP_MOVES),
    ),
    Invariant(
        "redemption_state_in_feed",
        _("Every redemption and top-up is in the state that the feed says"),
        last_event_is_state("redemption", "redemption_redemption") + " UNION " + last_event_is_state("topup", "supply_topup"),
    ),
    Invariant(
        "one_live_topup",
        _("A redemption has one live top-up"),
        "SELECT min(id::text) FROM supply_topup WHERE state <> 'failed' GROUP BY purpose_id HAVING count(*) > 1",
    ),
    Invariant(
        "resent_only_when_not_found",
        _("A top-up is sent again only after the supplier said that it does not know it, or when nothing had left us"),
        """SELECT s.topup_id::text FROM (
               SELECT topup_id, started_at, lag(started_at) OVER again AS earlier, lag(outcome) OVER again AS before
               FROM supply_attempt WHERE kind = 'submit' WINDOW again AS (PARTITION BY topup_id ORDER BY started_at)) s
           WHERE s.earlier IS NOT NULL AND s.before <> 'notsent' AND NOT EXISTS (
               SELECT 1 FROM supply_attempt q WHERE q.topup_id = s.topup_id AND q.kind = 'query' AND q.outcome = 'notfound'
                   AND q.started_at BETWEEN s.earlier AND s.started_at)""",
    ),
    Invariant(
        "topup_and_redemption_agree",
        _("A delivered top-up succeeded, and nothing open waits for one that is settled for more than ten minutes"),
        """SELECT r.id::text FROM redemption_redemption r JOIN supply_topup t ON t.id = r.topup_id
           WHERE (r.state = 'fulfilled' AND t.state <> 'succeeded') OR (r.state = 'failed' AND t.state = 'succeeded')
              OR (r.state IN ('pending', 'processing', 'unknown') AND t.state IN ('succeeded', 'failed')
                  AND t.finished_at < now() - interval '10 minutes')""",
    ),
    Invariant(
        "nothing_unattended",
        _("No top-up is left alone: each open one has its next query, none is overdue, and an old one has been handed to a person"),
        """SELECT id::text FROM supply_topup
           WHERE (state IN ('processing', 'unknown') AND (next_query_at IS NULL OR next_query_at < now() - interval '15 minutes'))
              OR (state = 'submitting' AND leased_until < now() - interval '15 minutes')
              OR (state IN ('processing', 'unknown') AND escalated_at IS NULL
                  AND COALESCE(unknown_since, submitted_at, created_at) < now() - interval '2 days')""",
    ),
    Invariant(
        "key_once",
        _("One idempotency key stands for one request"),
        "SELECT min(id::text) FROM common_replay GROUP BY scope, key HAVING count(*) > 1",
    ),
)
