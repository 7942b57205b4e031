"""The guide's recipe for the containers' secrets, run as it is written: each file is made, and for the user who reads it."""

import base64
import hashlib
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import environ
import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
# Who reads the secrets in a container, as numbers that its image fixes. The database's own password is read before root becomes postgres.
READERS = {"quanyi:1": "10001", "postgres:15.10-bookworm": "999", "rabbitmq:3.13.7-management-alpine": "100"}
READ_BY_ROOT = "postgres_password"
CHOWN = '#!/bin/sh\nowner=$1; shift; for file; do echo "$file $owner" >> "$OWNERS"; done\n'


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder that the recipe makes, with the owners that it asks for written beside it: only root may give files away."""
    guide = (ROOT / "docs" / "guides" / "deployment.md").read_text()
    (recipe,) = [block for block in re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) if "deploy/secrets" in block]
    (tmp_path / "chown").write_text(CHOWN)
    (tmp_path / "chown").chmod(0o755)
    told = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "OWNERS": str(tmp_path / "owners")}
    subprocess.run(["bash", "-euo", "pipefail", "-c", f"mkdir deploy; {recipe}"], cwd=tmp_path, env=told, check=True, capture_output=True)
    return tmp_path / "deploy" / "secrets"


def test_the_guide_makes_every_secret_for_the_user_who_reads_it(made: Path) -> None:
    wanted = {
        secret: READERS[service["image"]]
        for service in COMPOSE["services"].values()
        for secret in service.get("secrets", [])
        if secret != READ_BY_ROOT
    }
    assert dict(line.split() for line in (made.parent.parent / "owners").read_text().splitlines()) == wanted
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in made.iterdir()} == dict.fromkeys(COMPOSE["secrets"], "0o400")


def test_what_the_guide_makes_fits_together(made: Path) -> None:
    said = {file.name: file.read_text().strip() for file in made.iterdir()}
    assert len(base64.b64decode(said["vault_key"])) == 32
    for url, user, password in (("database_url", "quanyi_app", "app_password"), ("owner_database_url", "quanyi", "quanyi_password")):
        read = environ.Env.db_url_config(said[url])
        assert (read["USER"], read["PASSWORD"], read["HOST"], read["NAME"]) == (user, said[password], "database,standby", "quanyi")


def test_the_broker_knows_the_user_of_the_address(made: Path) -> None:
    password = re.fullmatch(r"amqp://quanyi:(\w+)@broker:5672/quanyi\n", (made / "broker_url").read_text())
    assert password
    definitions = json.loads((made / "rabbitmq_definitions").read_text())
    raw = base64.b64decode(definitions["users"][0]["password_hash"])
    assert raw[4:] == hashlib.sha256(raw[:4] + password[1].encode()).digest()
    assert [(one["user"], one["vhost"]) for one in definitions["permissions"]] == [("quanyi", "quanyi")]
