"""Asking the web server whether all of the platform answers."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

from config.run.surroundings import Surroundings


def is_ready(surroundings: Surroundings) -> bool:
    """Whether ``/readyz`` answers 200: database, migrations, broker and worker."""
    where = urlsplit(surroundings.local_url)
    connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": _host(surroundings.environ, surroundings.port)})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _host(environ: Mapping[str, str], port: int) -> str:
    # Whoever set ALLOWED_HOSTS need not have thought of 127.0.0.1.
    allowed = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",")]
    named = [host for host in allowed if host and "*" not in host and not host.startswith(".")]
    return named[0] if named else f"127.0.0.1:{port}"
