"""PostgreSQL: the one at ``DATABASE_URL``, or the embedded one under ``DATA_DIR``."""

import environ
from django.core.exceptions import ImproperlyConfigured

from common.scope import OWNER, current
from config.embedded import running_url
from config.settings.environment import DATA_DIR, TESTING, env


def _database_url() -> str:
    # Whoever alters tables signs in as their owner, where those who serve sign in as somebody less.
    url = env.str("OWNER_DATABASE_URL", default="") if current() == OWNER else ""
    url = url or env.str("DATABASE_URL", default="") or running_url(DATA_DIR) or ""
    return url or "postgres://nobody@127.0.0.1:1/not_started"


DATABASES = {"default": environ.Env.db_url_config(_database_url())}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server: postgres://user:password@host:port/name")

# PostgreSQL as Django knows it, each statement in the scope of the moment: docs/adr/0026.
DATABASES["default"]["ENGINE"] = "common.scope.backend"

_on_each_connection = "-c lock_timeout=3s -c statement_timeout=60s -c idle_in_transaction_session_timeout=30s"
# Threads of one web process share this pool; without it a claim pays for a new connection each time. Whoever waits two seconds is told to
# come again. Reconnecting, the pool doubles its pauses; given up after a second, the next request tries at once instead.
_pool = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=16), "timeout": 2, "reconnect_timeout": 1}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "options": _on_each_connection,
    # From this time on a connection, a statement of ``common.sql`` stays prepared on the server.
    "prepare_threshold": 2,
    # A server that has vanished without a word is noticed in seconds; by itself the kernel would wait for a quarter of an hour.
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    **({} if TESTING else {"pool": _pool}),
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["ATOMIC_REQUESTS"] = False

# What allauth counts wrong passwords by is one for all processes, and outlives them; all else is kept for seconds, in each.
CACHES = {"default": {"BACKEND": "common.pace.cache.CountingCache", "OPTIONS": {"SHARED": ["allauth"]}}}
