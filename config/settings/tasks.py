"""Celery, its broker and what beats: all of it may be lost without losing work."""

from urllib.parse import quote

from config.settings.database import DATABASES
from config.settings.environment import TESTING, env

_main = DATABASES["default"]
_password = f":{quote(_main['PASSWORD'])}" if _main["PASSWORD"] else ""
_embedded = (
    f"pgmq://{quote(_main['USER'] or '')}{_password}@{quote(str(_main['HOST'] or ''), safe='')}:{_main['PORT'] or 5432}/{_main['NAME']}"
)

CELERY_BROKER_URL = "memory://" if TESTING else env.str("BROKER_URL", default=_embedded)
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "init_extension": False,
        "use_notify": True,
        "notify_throttle_interval_ms": 0,
        "wait_time_seconds": 0,
        "polling_interval": 0.1,
        "pool_size": 4,
        "visibility_timeout": 600,
    }
    if CELERY_BROKER_URL.startswith("pgmq://")
    else {"unacked_restore_throttle": 1}
    if CELERY_BROKER_URL.startswith("redis")
    else {"confirm_publish": True}
    if CELERY_BROKER_URL.startswith("amqp")
    else {}
)
# Whoever rings has somebody waiting for a page, so a broker that is silent is given up within these seconds. Whoever listens waits for its next
# message as long as that takes, and keeps the options above.
_PATIENCE_SECONDS = 1
BROKER_OPTIONS_FOR_RINGING: dict[str, int] = {"max_retries": 0} | (
    # Nor has it anything to hear.
    {"use_notify": False, "pool_timeout": _PATIENCE_SECONDS, "is_impatient": True}
    if CELERY_BROKER_URL.startswith("pgmq://")
    else {"socket_timeout": _PATIENCE_SECONDS, "socket_connect_timeout": _PATIENCE_SECONDS}
    if CELERY_BROKER_URL.startswith("redis")
    else dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout"), _PATIENCE_SECONDS)
    if CELERY_BROKER_URL.startswith("amqp")
    else {}
)
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = _PATIENCE_SECONDS
# Quorum queues survive the loss of a RabbitMQ node.
CELERY_TASK_CREATE_MISSING_QUEUE_TYPE = "quorum" if CELERY_BROKER_URL.startswith("amqp") else "classic"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_TASK_DEFAULT_QUEUE = "default"
# A slow supplier, or two hundred thousand messages, must not stand before the sweep or before somebody's sign-in code.
CELERY_TASK_ROUTES = {
    "supply.submit_topup": {"queue": "suppliers"},
    "supply.query_topup": {"queue": "suppliers"},
    "supply.ask_stock": {"queue": "suppliers"},
    "supply.ask_balance": {"queue": "suppliers"},
    "benefits.announce_batch": {"queue": "messages"},
    "common.jobs.run": {"queue": "imports"},
    "analytics.prove": {"queue": "imports"},
    "analytics.look_for_coincidences": {"queue": "imports"},
}
CELERY_TASK_STORE_EAGER_RESULT = False
CELERY_TASK_ALWAYS_EAGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_TRANSPORT_PUBLISH_RETRY = False
