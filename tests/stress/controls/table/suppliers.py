"""Top-ups, and what suppliers tell."""

from tests.stress.controls.control import Control, Cut, Drop

_SUBMIT, _RECORD = "supply.operations.topups.submit", "supply.operations.topups.record"
_BEGIN = "    attempt = _begin(topup_id, at)\n    if attempt is None:\n        return\n"
_FAILED = """    Unknown: lambda topup, _outcome, at: (
        setattr(topup, "state", TopUpState.FAILED), setattr(topup, "failure", "timeout"), setattr(topup, "finished_at", at)),
"""

CONTROLS = (
    Control(
        "attempt_row_first",
        "many_senders",
        ("I17 sent again without asking",),
        cuts=(Cut(_SUBMIT, _BEGIN, f"    connector.submit(request_of(topup))\n{_BEGIN}"),),
    ),
    Control(
        "topup_row_lock",
        "many_senders",
        ("I17 sent again without asking",),
        cuts=(
            Cut(
                _SUBMIT,
                '    waiting = TopUp.objects.select_for_update(of=("self",)).select_related("supplier")\n'
                "    topup = waiting.filter(rested, id=topup_id, state=TopUpState.CREATED).first()\n",
                # Held for a moment, so that all have read before one writes.
                '    waiting = TopUp.objects.select_related("supplier")\n'
                "    topup = waiting.filter(rested, id=topup_id, state=TopUpState.CREATED).first()\n    __import__('time').sleep(0.3)\n",
            ),
        ),
    ),
    Control(
        "time_out_is_no_failure", "lost_answer", ("I19 our book equals theirs",), cuts=(Cut(_RECORD, "    Unknown: _unknown,\n", _FAILED),)
    ),
    Control(
        "unknown_is_not_sent_again",
        "lost_answer",
        ("I17 sent again without asking",),
        cuts=(Cut(_RECORD, "    Unknown: _unknown,\n", "    Unknown: _not_sent,\n"),),
    ),
    Control(
        "lease_of_a_late_worker",
        "late_worker",
        ("internal error",),
        cuts=(Cut(_RECORD, "filter(id=attempt.topup_id, lease=attempt.lease).first()", "filter(id=attempt.topup_id).first()"),),
    ),
    Control(
        "callback_signature",
        "false_callbacks",
        ("I20 only genuine callbacks are taken",),
        cuts=(Cut("supply.connectors.signing", "if not _same(proof.lower(), self.signature(message, timestamp)):", "if False:"),),
    ),
    Control(
        "callback_once",
        "false_callbacks",
        ("I20 a callback acts once",),
        cuts=(
            Cut(
                "supply.operations.topups.callback",
                "ON CONFLICT (supplier_id, event_id) DO UPDATE SET seen_count = supply_callback.seen_count + 1\n",
                "",
            ),
        ),
        drops=(Drop("supply_callback", "callback_once"),),
    ),
)
