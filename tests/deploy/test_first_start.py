"""The first start of the compose file's database, replayed with the programs that are here: what its image's entrypoint does with our files."""

import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from config.embedded.binaries import find_binaries
from config.embedded.identity import choose_identity

DEPLOY = Path(settings.BASE_DIR) / "deploy"
DATABASE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["database"]
SETS = "PGOPTIONS='-c synchronous_commit=local' "
# As the entrypoint: initdb, a server without TCP under the command's own words, the script sourced, and that server's end.
ENTRYPOINT = """
set -eu
export PATH={binaries}:$PATH PGHOST={home}/socket PGUSER=postgres
initdb --username=postgres --no-instructions -D {home}/data {initdb} >&2
trap 'pg_ctl -D {home}/data -m immediate -w stop >&2' EXIT
pg_ctl -D {home}/data -l {home}/log -o {words} -w start >&2
timeout {seconds} bash -c 'set -Eeo pipefail; . {home}/first-start.sh' >&2 || {{ echo "first-start.sh: $?"; exit 0; }}
psql --no-psqlrc -AtX -d quanyi -c "SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname !~ '^pg_'"
psql --no-psqlrc -qAtX -c "SELECT pg_switch_wal()" >&2
for _ in $(seq 100); do
    archived=$(psql --no-psqlrc -AtX -c "SELECT archived_count > 0, failed_count FROM pg_stat_archiver")
    test "$archived" = "f|0" || break
    sleep 0.1
done
echo "$archived"
"""


@pytest.fixture
def home() -> Iterator[Path]:
    # Not pytest's own folder: it is closed to everybody else, and PostgreSQL runs as somebody else where we are root.
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o711)
        yield folder


def here(text: str, home: Path) -> str:
    """The same file with the container's places and its one user's name put into a folder of ours."""
    places = {
        "/run/secrets": f"{home}/secrets",
        "/var/lib/postgresql/archive": f"{home}/archive",
        "/etc/quanyi/postgres": str(home),
        "shared_buffers = 1GB": "shared_buffers = 32MB",
        "peer": "trust",
    }
    for theirs, ours in places.items():
        text = text.replace(theirs, ours)
    return text


def first_start(home: Path, *, script: str, seconds: int) -> list[str]:
    """What the replay says: the roles it made and how archiving went, or how the script ended."""
    for name in ("secrets", "archive", "socket"):
        (home / name).mkdir(mode=0o755)
    for secret in DATABASE["secrets"]:
        (home / "secrets" / secret).write_text('it\'s "secret"\n')
    for name in ("server.conf", "pg_hba.conf"):
        (home / name).write_text(here((DEPLOY / "postgres" / name).read_text(), home))
    (home / "first-start.sh").write_text(here(script, home))
    binaries = find_binaries()
    identity = choose_identity(binaries, home)
    words = [here(word, home) for word in DATABASE["command"][1:]]
    words += ["-c", "listen_addresses=", "-p", "5432", "-c", f"unix_socket_directories={home}/socket"]
    initdb = DATABASE["environment"]["POSTGRES_INITDB_ARGS"]
    replay = ENTRYPOINT.format(binaries=binaries, home=home, initdb=initdb, words=shlex.quote(shlex.join(words)), seconds=seconds)
    identity.takes(home)
    with (home / "said").open("w+") as said:
        identity.popen(["bash", "-c", f"( {replay} ) 2> {home}/complaints"], cwd=home, log=said.fileno()).wait(timeout=120)
        return (home / "said").read_text().split("\n")[:-1]


def test_the_database_gets_through_its_first_start_and_archives(home: Path) -> None:
    said = first_start(home, script=(DEPLOY / "postgres" / "first-start.sh").read_text(), seconds=60)
    roles = "postgres quanyi quanyi_app quanyi_enterprise quanyi_platform quanyi_vault replication"
    assert said == [roles, "t|0"], (home / "complaints").read_text()


def test_without_its_own_commits_the_first_start_would_wait_for_ever(home: Path) -> None:
    script = (DEPLOY / "postgres" / "first-start.sh").read_text()
    assert script.count(SETS) == 1
    assert first_start(home, script=script.replace(SETS, ""), seconds=3) == ["first-start.sh: 124"]
