"""``python -m config.run.demo_reset``: drop the demo's data and make it anew, whether or not ``make run`` is running."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from config import embedded
from config.run.outside import ensure_exists
from config.run.surroundings import ROOT, Surroundings, read_surroundings
from config.run.throwaway import run


def main() -> int:
    """Exit status: 0 when the demo's data is new."""
    surroundings = read_surroundings()
    try:
        with _database_url(surroundings) as url:
            environment = surroundings.child_environment(database_url=url, sandbox_port=surroundings.sandbox_port or 9001)
            return _reset({**environment, "DEMO": "1", "LOG_LEVEL": "WARNING"})
    except embedded.EmbeddedRefused as refused:
        print(refused, file=sys.stderr)
        return 1


def _reset(environment: dict[str, str]) -> int:
    for words in (["migrate", "--noinput", "--verbosity", "0"], ["demo", "--reset"]):
        status = run([sys.executable, str(ROOT / "manage.py"), *words], environment)
        if status:
            return status
    return 0


@contextmanager
def _database_url(surroundings: Surroundings) -> Iterator[str]:
    if surroundings.database_url:
        ensure_exists(surroundings.database_url)
        yield surroundings.database_url
        return
    running = embedded.running_url(surroundings.data_dir)
    if running:
        yield running
        return
    surroundings.data_dir.mkdir(parents=True, exist_ok=True)
    database = embedded.start(surroundings.data_dir)
    try:
        yield database.url
    finally:
        database.stop()


if __name__ == "__main__":
    sys.exit(main())
