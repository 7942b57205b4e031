"""A host that is set up for earnest use passes every check; one that is set up dangerously is told."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client

from common.scope import OWNER, within
from common.sealed import providers, root
from config.checks import check_credentials, check_roles, check_root_key, check_witness
from supply.models import Credential
from supply.operations.topups.line import CredentialOfElsewhere, connector_of
from tests.factories import make_supplier

PRODUCTION = {
    "DEMO": "0",
    "DEBUG": "0",
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
    "VAULT_KEY": base64.b64encode(bytes(range(32))).decode(),
    "BASE_URL": "https://benefits.example.com",
    "ALLOWED_HOSTS": "benefits.example.com",
    "BEHIND_PROXY": "1",
    "DATABASE_URL": "postgres://quanyi@127.0.0.1:1/quanyi",
}

PARTS_OF_READYZ = ["broker", "database", "migrations", "status", "worker"]

COOKIES = """
import django
django.setup()
from django.conf import settings as s
from redemption.portal import cookies
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, cookies.SESSION, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, cookies.IS_HTTPS)
print(s.SESSION_COOKIE_HTTPONLY and s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE == s.CSRF_COOKIE_SAMESITE == "Lax")
"""


def checked(**environment: str) -> tuple[int, str]:
    """``check --deploy`` as a host in earnest use runs it."""
    with TemporaryDirectory() as witness:
        told = {"PATH": os.environ["PATH"], **PRODUCTION, "WITNESS_LOG": witness, **environment}
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_cookies_of_an_earnest_host_leave_over_https_alone_and_are_planted_by_no_neighbour() -> None:
    told = {"PATH": os.environ["PATH"], **PRODUCTION, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", COOKIES], env=told, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "__Host-quanyi_member", *["True"] * 5]


def test_earnest_settings_pass_every_check() -> None:
    assert checked() == (0, "System check identified no issues (1 silenced).\n")


def test_a_missing_witness_is_told() -> None:
    status, said = checked(WITNESS_LOG="")
    assert (status, said.count("quanyi.W001")) == (1, 1)


def test_a_witness_whose_folder_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "away", tmp_path / "file"):
        status, said = checked(WITNESS_LOG=str(path))
        assert (status, said.count("quanyi.E003"), list(tmp_path.iterdir())) == (1, 1, [tmp_path / "file"])


@pytest.mark.parametrize("key", ["abc", "c2hvcnQ=", "不是钥匙"])
def test_a_master_key_that_is_none_is_told(key: str) -> None:
    status, said = checked(VAULT_KEY=key)
    assert (status, said.count("quanyi.E004"), said.count("VAULT_KEY must be")) == (1, 1, 1)


def test_a_master_key_of_before_that_is_none_is_told() -> None:
    status, said = checked(VAULT_KEYS_KNOWN="abc")
    assert (status, said.count("quanyi.E004"), said.count("VAULT_KEYS_KNOWN must be")) == (1, 1, 1)


@pytest.fixture
def _each_its_own_process() -> Iterator[None]:
    start_anew()
    yield
    start_anew()


def start_anew() -> None:
    providers._provider.cache_clear()
    root.root_key.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("_each_its_own_process")
def test_another_platforms_master_key_is_told_and_the_host_is_not_ready(settings: Any) -> None:
    assert check_root_key(databases=["default"]) == []
    assert Client().get("/readyz").json()["database"] is True
    settings.VAULT_KEY = base64.b64encode(b"another platform's master key...").decode()
    start_anew()
    assert [said.id for said in check_root_key(databases=["default"])] == ["quanyi.E005"]
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["database"], sorted(answer.json())) == (503, False, PARTS_OF_READYZ)


@pytest.mark.django_db
@pytest.mark.usefixtures("_each_its_own_process")
def test_while_the_master_key_changes_the_check_knows_both(settings: Any) -> None:
    settings.VAULT_KEYS_KNOWN = [settings.VAULT_KEY]
    settings.VAULT_KEY = base64.b64encode(b"the new master key..............").decode()
    start_anew()
    assert check_root_key(databases=["default"]) == []


@pytest.mark.parametrize("unsaid", [{}, {"ENVIRONMENT": ""}])
def test_a_host_that_does_not_say_what_it_is_does_not_start(unsaid: dict[str, str]) -> None:
    told = {"PATH": os.environ["PATH"], **{name: value for name, value in PRODUCTION.items() if name != "ENVIRONMENT"}, **unsaid}
    done = subprocess.run([sys.executable, "manage.py", "check"], env=told, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("ENVIRONMENT is not set. Say what this platform is: production, staging")) == (1, 1)


def test_a_secret_may_come_from_a_file(tmp_path: Any) -> None:
    (tmp_path / "key").write_text("c2hvcnQ=\n")
    # Read, and found to be too short for a key.
    told = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"} | {"SECRET_KEY_FILE": str(tmp_path / "key")}
    command = [sys.executable, "manage.py", "check", "--deploy"]
    told["WITNESS_LOG"] = str(tmp_path)
    done = subprocess.run(command, env={"PATH": os.environ["PATH"], **told}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("security.W009")) == (0, 1)


def test_here_the_witness_is_away_and_that_is_said() -> None:
    assert [message.id for message in check_witness()] == ["quanyi.W001"]


@pytest.fixture
def credential(db: None) -> Credential:
    supplier = make_supplier(slug="lanwan", connector="quanyi-http", base_url="https://supplier.example.com")
    return Credential.objects.create(supplier=supplier, key_id="k", secret="s")


def test_a_key_works_where_it_was_typed_in(credential: Credential) -> None:
    assert connector_of(credential.supplier) is not None
    assert [m for m in run_checks(databases=["default"]) if m.id == "quanyi.E001"] == []


def test_a_copy_of_the_database_elsewhere_neither_orders_nor_starts(credential: Credential, settings: Any) -> None:
    settings.ENVIRONMENT = "staging"
    with pytest.raises(CredentialOfElsewhere):
        connector_of(credential.supplier)
    assert [message.id for message in check_credentials(databases=["default"])] == ["quanyi.E001"]


def test_a_key_that_was_put_out_of_use_hinders_nobody(credential: Credential, settings: Any) -> None:
    settings.ENVIRONMENT = "staging"
    Credential.objects.update(is_active=False)
    assert check_credentials(databases=["default"]) == []


@pytest.mark.django_db
def test_a_role_that_row_security_does_not_bind_is_told() -> None:
    assert check_roles(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        if not cursor.fetchone()[0]:  # Only a superuser makes such a role: this one must not be able to.
            with pytest.raises(ProgrammingError, match=r"superuser|BYPASSRLS"), transaction.atomic(), within(OWNER):
                connection.cursor().execute("ALTER ROLE quanyi_platform BYPASSRLS")
            return
    with within(OWNER):
        connection.cursor().execute("ALTER ROLE quanyi_platform BYPASSRLS")
        assert [said.id for said in check_roles(databases=["default"])] == ["quanyi.E002"]
