"""
A PostgreSQL of our own, for a machine that has none: found, created, started, watched and stopped under ``DATA_DIR``.

Knows nothing of Django. Not used at all when ``DATABASE_URL`` names a database.
"""

from config.embedded.refusals import (
    AlreadyRunning,
    BinariesMissing,
    EmbeddedRefused,
    RootRefused,
    StartFailed,
)
from config.embedded.server import RunningDatabase, running_url, start

__all__ = [
    "AlreadyRunning",
    "BinariesMissing",
    "EmbeddedRefused",
    "RootRefused",
    "RunningDatabase",
    "StartFailed",
    "running_url",
    "start",
]
