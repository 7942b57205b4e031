"""What ``make run`` keeps running beside the database: web, workers, beat, and in the demo a supplier."""

import os
import shutil
import sys
from collections.abc import Mapping

from config.run.child import Child
from config.run.surroundings import ROOT, Surroundings

_PYTHON = sys.executable
_CELERY = (_PYTHON, "-m", "celery", "-A", "config")


def children(surroundings: Surroundings, environment: Mapping[str, str]) -> list[Child]:
    """All of them, not yet started; the web server first."""
    commands = {
        "web": _web(surroundings),
        "worker-default": _worker("default", concurrency=2, prefetch=8),
        "worker-outside": _worker("suppliers,messages", concurrency=4, prefetch=2, name="outside"),
        "worker-imports": _worker("imports", concurrency=1, prefetch=1),
        "beat": (*_CELERY, "beat", "--scheduler", "django_celery_beat.schedulers:DatabaseScheduler"),
    }
    if surroundings.demo:
        port = environment["SANDBOX_PORT"]
        commands["sandbox"] = (_PYTHON, str(ROOT / "manage.py"), "sandbox_supplier", "--port", port)
    figures = surroundings.data_dir / "figures"
    # Each granian worker writes its figures here, and whichever is asked tells those of all. Those of an earlier run are over.
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)
    told = dict.fromkeys(commands, environment) | {"web": {**environment, "PROMETHEUS_MULTIPROC_DIR": str(figures)}}
    return [
        # To a worker the first signal means: finish your tasks. One that takes longer is killed with it, and found again
        # by its state in the database.
        Child(name, command, surroundings.logs / f"{name}.log", told[name])
        for name, command in commands.items()
    ]


def _web(surroundings: Surroundings) -> tuple[str, ...]:
    options = {
        "--interface": "wsgi",
        "--host": surroundings.host,
        "--port": str(surroundings.port),
        "--workers": str(min(4, max(2, os.cpu_count() or 2))),
        "--blocking-threads": "8",
        "--workers-kill-timeout": "5",
    }
    words = [word for option in options.items() for word in option]
    return (_PYTHON, "-m", "granian", *words, "--respawn-failed-workers", "config.wsgi:application")


def _worker(queues: str, *, concurrency: int, prefetch: int, name: str = "") -> tuple[str, ...]:
    # The embedded broker has no remote control: gossip, mingle and heartbeats would only wait for answers.
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    size = ("--pool", "prefork", "--concurrency", str(concurrency), "--prefetch-multiplier", str(prefetch))
    return (*_CELERY, "worker", "--queues", queues, "--hostname", f"{name or queues}@%h", *size, *quiet, "--loglevel", "INFO")
