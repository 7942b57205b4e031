"""A database named by ``DATABASE_URL``: reached, and made if its server has none of that name."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config.embedded import EmbeddedRefused


class Unreachable(EmbeddedRefused):
    """The server of ``DATABASE_URL`` does not let us in."""


def ensure_exists(url: str) -> None:
    """
    Make the database if it is not there.

    :raises Unreachable: no server answers, or it refuses us; the message never shows the password.
    """
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as refused:
        if f'database "{name}" does not exist' not in str(refused):
            raise Unreachable(f"DATABASE_URL: {refused}") from None
        _create(urlunsplit(parts._replace(path="/postgres")), name)


def _create(url: str, name: str) -> None:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
    except psycopg.Error as refused:
        raise Unreachable(f"DATABASE_URL: the database {name} does not exist and cannot be made: {refused}") from None
