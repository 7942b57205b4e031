"""Requests that come again."""

from tests.stress.controls.control import Control, Cut, Drop

_REPLAY = "common.replay"

CONTROLS = (
    Control(
        "replay_key_once",
        "one_key",
        ("one key, one effect", "I21 one key, one request"),
        cuts=(Cut(_REPLAY, "ON CONFLICT (scope, key) DO NOTHING\n", ""),),
        drops=(Drop("common_replay", "replay_key_once"),),
    ),
    Control(
        "replay_same_body",
        "other_body",
        ("I21 another body is refused",),
        cuts=(Cut(_REPLAY, "if bytes(kept.request_hash) != request_hash:", "if False:"),),
    ),
    Control(
        "reference_once",
        "one_reference",
        ("I21 one reference, one grant",),
        cuts=(
            Cut(
                "benefits.operations.batches.references",
                'cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"',
                'cursor.execute("SELECT hashtextextended(%s, 0)", [f"',
            ),
        ),
        drops=(Drop("benefits_grant", "grant_reference_once"),),
    ),
    Control(
        "event_key_once",
        "one_event",
        ("acknowledged events are taken once",),
        cuts=(Cut("common.feed.outside", "ON CONFLICT (enterprise_id, key) DO NOTHING RETURNING key", "RETURNING key"),),
        drops=(Drop("common_eventkey", "event_key_once"),),
    ),
)
