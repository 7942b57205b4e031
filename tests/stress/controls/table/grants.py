"""Grants, batches, openings, limits."""

from tests.stress.controls.control import Control, Cut, Drop

_CLAIM, _LIMITS, _REPEATS = "redemption.operations.claim.claim", "benefits.operations.batches.limits", "benefits.operations.batches.repeats"
_TAKE = "benefits.operations.openings.take"
_NO_LOCK = Cut("benefits.operations.grants.lock", 'Grant.objects.select_for_update(of=("self",)).', "Grant.objects.")
_HOLD = 'execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", '
_PASS = 'execute("SELECT hashtextextended(%s, 0)", '
_ITEM_ONCE = Drop("redemption_redemption", "redemption_item_once")
_WINDOW = "ClaimWindow(row.state, row.claimable_from, row.claimable_until, grant.weekdays, grant.time_zone)"

CONTROLS = (
    Control("grant_row_lock", "many_taps", ("internal error",), cuts=(_NO_LOCK,)),
    Control(
        "grant_row_lock_and_unique_item",
        "many_taps",
        ("I01 item delivered once", "one tap, one effect"),
        cuts=(_NO_LOCK,),
        drops=(_ITEM_ONCE,),
    ),
    Control(
        "grant_state_in_claim",
        "too_late",
        ("internal error",),
        cuts=(Cut(_CLAIM, f"    refuse_unless_claimable({_WINDOW}, at=at)\n", ""),),
    ),
    Control(
        "grant_state_and_moves",
        "too_late",
        ("I08 no event follows another's end", "I09 grants are as the feed says"),
        cuts=(Cut(_CLAIM, f"    refuse_unless_claimable({_WINDOW}, at=at)\n", ""),),
        drops=(Drop("benefits_grant", "grant_moved"),),
    ),
    Control(
        "grant_lock_in_revoke",
        "taken_back_meanwhile",
        ("internal error",),
        cuts=(Cut("benefits.operations.grants.revoke", "Grant.objects.select_for_update().filter", "Grant.objects.filter"),),
    ),
    Control(
        "undo_keeps_what_was_claimed",
        "undone",
        ("internal error",),
        cuts=(
            Cut(
                "benefits.operations.batches.undo",
                "AND state IN ('scheduled', 'claimable') LIMIT",
                "AND state <> 'revoked' LIMIT",
            ),
        ),
    ),
    Control(
        "undo_row_lock",
        "undone",
        ("internal error",),
        cuts=(Cut("benefits.operations.batches.undo", "LIMIT %(chunk)s FOR UPDATE)", "LIMIT %(chunk)s)"),),
    ),
    Control(
        "batch_lock_leaves_the_key",
        "undone_as_it_begins",
        ("no two wait in a ring",),
        cuts=(
            Cut(
                "benefits.operations.batches.undo",
                "batch = Batch.objects.select_for_update(no_key=True).filter(",
                "batch = Batch.objects.select_for_update().filter(",
            ),
        ),
    ),
    Control(
        "limit_lock_in_issue",
        "limited",
        ("I25 granted within the limit",),
        cuts=(Cut(_LIMITS, 'cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])', 'cursor.execute("SELECT 1")'),),
    ),
    Control(
        "limit_lock_in_claim",
        "limited_claims",
        ("I25 within the limit",),
        cuts=(
            Cut(_LIMITS, "AND t.limit_per_member IS NOT NULL) l WHERE", "AND false) l WHERE"),
            Cut(_CLAIM, f'{_HOLD}[f"limit:', f'{_PASS}[f"limit:'),
        ),
    ),
    Control(
        "opening_member_lock",
        "many_taps_for_a_piece",
        ("I25 within an opening's caps",),
        cuts=(Cut(_TAKE, '_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"', '_HOLD = "SELECT hashtextextended(%s, 0)"'),),
    ),
    Control(
        "opening_piece_lock",
        "last_pieces",
        ("I25 a piece is one grant",),
        cuts=(Cut(_TAKE, "ORDER BY shuffle LIMIT 1 FOR UPDATE SKIP LOCKED)", "ORDER BY shuffle LIMIT 1)"),),
    ),
    Control(
        "file_hash_on_confirm",
        "other_file",
        ("what was not seen is not issued",),
        cuts=(Cut("benefits.operations.batches.confirm", "if bytes(batch.sheet.file_sha256) != file_sha256:", "if False:"),),
    ),
    Control(
        "file_granted_once",
        "two_previews",
        ("I23 a file is granted once",),
        cuts=(Cut(_REPEATS, 'if row.outcome == "good" and row.id in granted:', "if False:"),),
    ),
    Control(
        "job_lease_and_batch_lock",
        "two_workers",
        ("I23 rows add up",),
        cuts=(
            Cut(
                "common.jobs.runner",
                "Job.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), state__in=",
                "Job.objects.filter(state__in=",
            ),
            Cut(
                "common.jobs.runner",
                "Job.objects.select_for_update().filter(id=job_id, lease=lease, state=JobState.RUNNING)",
                "Job.objects.filter(id=job_id, state=JobState.RUNNING)",
            ),
            Cut(
                "benefits.operations.batches.issue",
                'Batch.objects.select_for_update(of=("self",), no_key=True).select_related("enterprise", "budget").get(id=job.subject_id)',
                'Batch.objects.select_related("enterprise", "budget").get(id=job.subject_id)',
            ),
        ),
    ),
)
