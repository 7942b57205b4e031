"""Codes and the vault."""

from tests.stress.controls.control import Control, Cut, Drop

_TAKE, _REVEAL = "supply.operations.take_code", "redemption.operations.reveal"
_NO_LOCK = Cut(_TAKE, "ORDER BY shuffle LIMIT 1 FOR UPDATE SKIP LOCKED)", "ORDER BY shuffle LIMIT 1)")
_RECORD = """    Reveal.objects.create(
        redemption=redemption,
        code_id=redemption.code_id,
        actor=str(viewer.by),
        channel=viewer.channel,
        address=viewer.address,
        device=viewer.device,
        at=at,
    )
"""
_OPENED = '    failpoint("reveal.after_opening", redemption_id)\n'
_TOO_LATE = "    Reveal.objects.create(redemption_id=redemption_id, code_id=code_id, actor=str(by), channel=channel, at=at)\n"

CONTROLS = (
    # The schema stands behind the lock: what gets through is refused there, and a member sees an error page.
    Control("code_row_lock", "last_codes", ("internal error",), cuts=(_NO_LOCK,)),
    Control(
        "code_row_lock_and_unique_code",
        "last_codes",
        ("I01 one code, one redemption", "I04 fulfilled has an issued code"),
        cuts=(_NO_LOCK,),
        drops=(Drop("redemption_redemption", "redemption_redemption_code_id_key"),),
    ),
    Control(
        "code_state_in_where",
        "last_codes",
        ("internal error", "I01 one code, one redemption"),
        cuts=(Cut(_TAKE, "lot_id = {lot} AND state = 'available' AND shuffle", "lot_id = {lot} AND shuffle"),),
    ),
    Control(
        "code_plaintext_once",
        "same_file_twice",
        ("I03 one plaintext",),
        cuts=(
            Cut("supply.operations.intake.committing", "ORDER BY fingerprint ON CONFLICT (fingerprint) DO NOTHING", "ORDER BY fingerprint"),
        ),
        drops=(Drop("supply_code", "code_plaintext_once"),),
    ),
    Control(
        "code_sealed",
        "same_file_twice",
        ("I27 no code in the clear",),
        cuts=(Cut("supply.vault.cipher", "self._aesgcm.encrypt(nonce, payload, self._bound + code_id)", "payload"),),
    ),
    Control(
        "reveal_recorded",
        "shown_and_died",
        ("I28 each showing was recorded", "I28 shown was recorded"),
        cuts=(Cut(_REVEAL, _RECORD, ""),),
    ),
    Control(
        "reveal_recorded_before_shown",
        "shown_and_died",
        ("I28 shown was recorded",),
        cuts=(Cut(_REVEAL, _RECORD, ""), Cut(_REVEAL, _OPENED, _OPENED + _TOO_LATE)),
    ),
    Control(
        "fence_after_restore",
        "restored",
        ("I01 one code, one redemption",),
        cuts=(Cut("common.witness.fence", "    return _memory.is_up\n", "    return False\n"),),
    ),
)
