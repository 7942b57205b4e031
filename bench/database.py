"""Databases for benchmarks: migrated once, copied for each, dropped afterwards. The database of the URL itself is not touched."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

_PATIENCE_SECONDS = 60


class Template:
    """A migrated database on the server of ``url``, from which copies are made. Secrets go into ``folder``."""

    def __init__(self, url: str, folder: str) -> None:
        self._url, self._folder = url, folder
        self._name = f"bench_{uuid4().hex[:8]}"

    def __enter__(self) -> "Template":
        self._execute("CREATE DATABASE {}", self._name)
        migrate = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
        try:
            subprocess.run(migrate, env=self._environment(self._name), check=True)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._drop(self._name)

    @contextmanager
    def copy(self) -> Iterator[dict[str, str]]:
        """The environment of a program that has a fresh copy to itself, while this lasts."""
        name = f"{self._name}_{uuid4().hex[:4]}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, self._name)
        try:
            yield self._environment(name)
        finally:
            self._drop(name)

    def _environment(self, name: str) -> dict[str, str]:
        # As `make run` starts its programs: secrets made for it, and nothing of DEBUG, which would record every query.
        return {
            **os.environ,
            "DATABASE_URL": urlunsplit(urlsplit(self._url)._replace(path=f"/{name}")),
            "DATA_DIR": self._folder,
            "DEBUG": "0",
            "DEMO": "1",
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def _drop(self, name: str) -> None:
        """The server's own vacuum may be at work in it, and nobody but a superuser may send that away: it is done soon."""
        for _ in range(_PATIENCE_SECONDS):
            try:
                return self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            except psycopg.errors.InsufficientPrivilege:
                time.sleep(1)
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
