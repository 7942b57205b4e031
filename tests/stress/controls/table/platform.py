"""What all houses stand on."""

from tests.stress.controls.control import Control, Cut, Drop

_AT_ONCE = "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$"

CONTROLS = (
    Control(
        "feed_trigger",
        "many_taps",
        ("I09 grants are as the feed says",),
        drops=(Drop("benefits_grant", "grant_moved"),),
    ),
    Control(
        "feed_cursor_below_the_snapshot",
        "late_commit",
        ("a reader gets each event once",),
        cuts=(Cut("common.feed.reader", " AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ""),),
    ),
    Control(
        "secrets_masked_in_logs",
        "careless_line",
        ("I27 no code in the clear",),
        cuts=(Cut("common.logs", 'event[name] = "***"', "pass"),),
    ),
    Control("durable_commit", "power_cut", ("acknowledged events are taken once",), sql=(_AT_ONCE,)),
)
