"""Codes: each exists once, is given once, and every lot adds up."""

from django.utils.translation import gettext_lazy as _

from analytics.rules.invariants.shape import Invariant, illegal_moves, last_event_is_state
from supply.states import CODE_MOVES

CODES = (
    Invariant(
        "code_given_once",
        _("A code belongs to at most one redemption"),
        """SELECT code_id::text FROM redemption_redemption WHERE code_id IS NOT NULL GROUP BY code_id HAVING count(*) > 1
           UNION SELECT min(id::text) FROM supply_code WHERE purpose_id IS NOT NULL AND state IN ('reserved', 'issued')
           GROUP BY purpose_id HAVING count(*) > 1""",
    ),
    Invariant(
        "code_and_redemption_agree",
        _("A delivered code is issued to its redemption, and an issued code has one"),
        """SELECT r.id::text FROM redemption_redemption r JOIN supply_code c ON c.id = r.code_id
           WHERE r.state = 'fulfilled' AND (c.state <> 'issued' OR c.purpose_id <> r.id OR c.member_id <> r.member_id)
           UNION SELECT c.id::text FROM supply_code c LEFT JOIN redemption_redemption r ON r.code_id = c.id
           WHERE c.state = 'issued' AND r.id IS NULL""",
    ),
    Invariant(
        "lot_adds_up",
        _("What a lot received equals what it has, in every state"),
        """SELECT l.id::text FROM supply_lot l LEFT JOIN (
               SELECT lot_id, count(*) AS held FROM supply_code
               WHERE state IN ('available', 'reserved', 'issued', 'void', 'expired') GROUP BY lot_id) c ON c.lot_id = l.id
           WHERE l.state <> 'receiving' AND l.received_count <> COALESCE(c.held, 0)""",
    ),
    Invariant(
        "plaintext_once",
        _("One plaintext exists once on the platform"),
        "SELECT min(id::text) FROM supply_code GROUP BY fingerprint HAVING count(*) > 1",
        asks_vault=True,
    ),
    Invariant(
        "issued_never_returns",
        _("A code that was issued never becomes available again"),
        illegal_moves("code", CODE_MOVES)
        + """ UNION SELECT c.id::text FROM supply_code c WHERE c.state = 'available' AND EXISTS (
               SELECT 1 FROM common_event e WHERE e.subject_id = c.id AND e.subject_type = 'code' AND e.after = 'issued')""",
    ),
    Invariant(
        "code_state_in_feed",
        _("Every code is in the state that the feed says"),
        last_event_is_state("code", "supply_code", born=False)
        + """ UNION SELECT c.id::text FROM supply_code c WHERE c.state <> 'available' AND NOT EXISTS (
               SELECT 1 FROM common_event e WHERE e.subject_id = c.id AND e.subject_type = 'code' AND e.after <> '')""",
    ),
    Invariant(
        "shown_was_recorded",
        _("Every code that was shown has the record of its showing"),
        """SELECT c.id::text FROM supply_code c WHERE c.revealed_at IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM redemption_reveal v WHERE v.code_id = c.id AND v.at <= c.revealed_at)""",
    ),
    Invariant(
        "used_as_its_redemption",
        _("A code is used when its redemption is"),
        """SELECT c.id::text FROM supply_code c JOIN redemption_redemption r ON r.code_id = c.id
           WHERE c.state = 'issued' AND c.used_at IS DISTINCT FROM r.used_at""",
    ),
    Invariant(
        "refused_lines_keep_no_secret",
        _("A refused line of a code file keeps no secret, and a finished intake keeps no chunk"),
        """SELECT id::text FROM supply_stagedcode WHERE reason <> '' AND ciphertext IS NOT NULL
           UNION SELECT k.intake_id::text FROM supply_intakechunk k JOIN supply_intake i ON i.id = k.intake_id
           WHERE i.state IN ('done', 'discarded')""",
        asks_vault=True,
    ),
)
