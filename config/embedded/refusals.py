"""Why the embedded database did not start. Each message is a sentence for the person at the terminal."""


class EmbeddedRefused(Exception):
    """The embedded database cannot be used; the message says what to do about it."""


class BinariesMissing(EmbeddedRefused):
    """No PostgreSQL is installed, or none that fits the data that is there."""


class RootRefused(EmbeddedRefused):
    """We are root, PostgreSQL will not be, and no other user can be borrowed."""


class AlreadyRunning(EmbeddedRefused):
    """Somebody else holds this data folder."""


class StartFailed(EmbeddedRefused):
    """PostgreSQL was asked to start and did not."""
