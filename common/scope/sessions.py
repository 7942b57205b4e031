"""Staff's sessions, which no enterprise's scope may read: whoever holds a key is signed in."""

from typing import Any

from django.contrib.sessions.backends import db

from common.scope.scopes import PLATFORM, within


class SessionStore(db.SessionStore):
    """Django's sessions in the database, in the platform's scope at whatever address they are asked for."""

    @classmethod
    def get_model_class(cls) -> Any:
        return db.SessionStore.get_model_class()

    @within(PLATFORM)
    def _get_session_from_db(self) -> Any:
        return super()._get_session_from_db()  # type: ignore[misc]

    @within(PLATFORM)
    def exists(self, session_key: str) -> bool:
        return super().exists(session_key)

    @within(PLATFORM)
    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature.
        super().save(must_create)

    @within(PLATFORM)
    def delete(self, session_key: str | None = None) -> None:
        super().delete(session_key)
