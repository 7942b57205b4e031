"""Asking the web server whether all of the platform answers."""

import urllib.error
import urllib.request
from collections.abc import Mapping

from config.run.surroundings import Surroundings


def is_ready(surroundings: Surroundings) -> bool:
    """Whether ``/readyz`` answers 200: database, migrations, broker and worker."""
    request = urllib.request.Request(
        f"{surroundings.local_url}/readyz",
        headers={"Host": _host(surroundings.environ, surroundings.port)},
    )
    try:
        # Straight to this machine: a proxy in the environment is not for us.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _host(environ: Mapping[str, str], port: int) -> str:
    allowed = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",")]
    named = [host for host in allowed if host and "*" not in host and not host.startswith(".")]
    return named[0] if named else f"127.0.0.1:{port}"
