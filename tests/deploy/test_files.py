"""What stands under ``deploy/``: whole, pinned, hardened, and in the words that the settings read."""

import json
import re
import shutil
import subprocess
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from common.api.strict_json import BodyTooLarge
from common.refusals.api import PROBLEM_JSON, ProblemFormatter
from config.run.pieces import children
from config.run.ports import first_free
from config.run.surroundings import read_surroundings
from deploy.rehearsal.front import Front, found

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
# Read by libraries of ours and not by our settings.
OF_LIBRARIES = {"PROMETHEUS_MULTIPROC_DIR", "DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}
# They do one thing at each start, and end; others wait until it is done.
ONCE = {"archive", "migrate"}
HARDENED = {
    "NoNewPrivileges=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "RestrictSUIDSGID=yes",
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
    "Restart=always",
    "User=quanyi",
}


def names_that_are_read() -> set[str]:
    """Every variable that the settings ask the environment for."""
    files = (ROOT / "config" / "settings").glob("*.py")
    return {name for file in files for name in re.findall(r'(?:env\.\w+|secret)\(\s*"([A-Z_]+)"', file.read_text())}


def ours() -> dict[str, Any]:
    return {name: service for name, service in SERVICES.items() if service["image"] == "quanyi:1"}


def named_volumes(service: dict[str, Any]) -> set[str]:
    return {volume.split(":")[0] for volume in service.get("volumes", []) if not volume.startswith((".", "/"))}


def test_every_piece_is_there_and_as_often_as_it_must_be() -> None:
    roles = [
        "archive",
        "beat",
        "broker",
        "database",
        "migrate",
        "proxy",
        "standby",
        "web-1",
        "web-2",
        "worker-default-1",
        "worker-default-2",
        "worker-imports-1",
        "worker-imports-2",
        "worker-outside",
    ]
    assert sorted(SERVICES) == roles


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_is_pinned_watched_restarted_and_stopped_with_patience(name: str) -> None:
    service = SERVICES[name]
    tag = service["image"].rpartition(":")[2]
    assert re.fullmatch(r"\d[\w.-]*", tag)
    assert "healthcheck" in service
    assert service["restart"] == ("no" if name in ONCE else "unless-stopped")
    assert name in ONCE or re.fullmatch(r"\d+s", service["stop_grace_period"])


@pytest.mark.parametrize("kind", ["volumes", "networks", "secrets"])
def test_what_services_use_is_declared_and_nothing_else_is(kind: str) -> None:
    used = {name for service in SERVICES.values() for name in (named_volumes(service) if kind == "volumes" else service.get(kind, []))}
    assert used == set(COMPOSE[kind])


def test_services_wait_for_services_that_are_there() -> None:
    assert {other for service in SERVICES.values() for other in service.get("depends_on", {})} <= set(SERVICES)


def test_what_containers_are_told_the_settings_read() -> None:
    told = {name.removesuffix("_FILE") for service in ours().values() for name in service["environment"]}
    assert told - OF_LIBRARIES - names_that_are_read() == set()


def test_every_secret_that_a_container_is_told_to_read_is_given_to_it() -> None:
    for name, service in ours().items():
        told = {path for variable, path in service["environment"].items() if variable.endswith("_FILE")}
        assert told - {f"/run/secrets/{secret}" for secret in service["secrets"]} == set(), name


def test_the_database_lets_in_whom_its_first_start_makes() -> None:
    made = set(re.findall(r"CREATE ROLE (\w+) LOGIN", (DEPLOY / "postgres" / "first-start.sh").read_text()))
    let_in = {user for line in (DEPLOY / "postgres" / "pg_hba.conf").read_text().splitlines() for user in line.split()[2].split(",")}
    assert let_in == made | {"postgres"}


def test_the_archive_belongs_to_whom_archives_into_it() -> None:
    folder = next(volume for volume in SERVICES["database"]["volumes"] if volume.startswith("archive:")).partition(":")[2]
    assert SERVICES["archive"]["entrypoint"] == ["chown", "postgres:postgres", folder]
    assert SERVICES["archive"]["volumes"] == [f"archive:{folder}"]
    assert SERVICES["database"]["depends_on"] == {"archive": {"condition": "service_completed_successfully"}}
    assert f" cp %p {folder}/%f.part " in (DEPLOY / "postgres" / "server.conf").read_text()


def test_no_secret_stands_in_a_file_of_the_repository() -> None:
    secret = {"DATABASE_URL", "BROKER_URL", "SECRET_KEY", "VAULT_KEY", "EMAIL_URL", "SMS_URL"}
    assert [name for service in ours().values() for name in service["environment"] if name in secret] == []


def test_containers_of_ours_can_write_nowhere_but_where_they_must() -> None:
    facts = {(s["read_only"], tuple(s["cap_drop"]), tuple(s["security_opt"])) for s in ours().values()}
    assert facts == {(True, ("ALL",), ("no-new-privileges:true",))}


def test_only_the_proxy_is_open_to_the_world() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_the_witness_is_on_another_volume_than_the_database() -> None:
    assert named_volumes(SERVICES["web-1"]) & named_volumes(SERVICES["database"]) == set()


def test_workers_run_with_the_words_of_make_run(tmp_path: Path) -> None:
    surroundings = read_surroundings({"DATA_DIR": str(tmp_path), "DEMO": "0"})
    known = {child.name: child.command for child in children(surroundings, {})}
    for name, service in (
        ("worker-default", "worker-default-1"),
        ("worker-outside",) * 2,
        ("worker-imports", "worker-imports-1"),
        ("beat", "beat"),
    ):
        mine = set(known[name][known[name].index("config") :]) - {"2", "4"}
        assert mine <= set(SERVICES[service]["command"])


@pytest.mark.parametrize("path", [DEPLOY / "nginx" / "quanyi.conf"], ids=["nginx"])
def test_the_proxy_keeps_the_inside_inside(path: Path) -> None:
    said = path.read_text()
    closed = re.findall(r"location = (\S+) \{ return 404; \}", said)
    assert closed == ["/metrics", "/readyz"]
    limits = dict(re.findall(r"location (/\w+/) \{[^}]*client_max_body_size (\w+);", said))
    assert limits == {"/ops/": "110m", "/hr/": "25m", "/suppliers/": "1m"}
    assert said.count("proxy_set_header X-Forwarded-For $remote_addr;") == 1


def test_nginx_accepts_its_configuration(tmp_path: Path) -> None:
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    said = (DEPLOY / "nginx" / "quanyi.conf").read_text()
    assert said.count("{") == said.count("}")
    if nginx is None:
        return  # Its own tongue is checked where it is installed; everywhere, that every block ends.
    said = re.sub(r"\n\s+ssl_\w+ [^;]+;", "", said).replace("443 ssl", "18443").replace("listen 80 ", "listen 18080 ")
    said = said.replace("/var/log/nginx/quanyi.log", str(tmp_path / "access.log"))
    (tmp_path / "site.conf").write_text(said)
    # In the order in which the container reads them: by name.
    mounted = dict(volume.split(":")[1::-1] for volume in SERVICES["proxy"]["volumes"] if "conf.d" in volume)
    ours = {"quanyi.conf": tmp_path / "site.conf", "upstream-compose.conf": DEPLOY / "nginx" / "upstream-host.conf"}
    parts = [DEPLOY / source for _name, source in sorted(mounted.items())]
    included = "".join(f"include {ours.get(part.name, part)};" for part in parts)
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ {included} }}"
    (tmp_path / "nginx.conf").write_text(whole)
    done = subprocess.run([nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("[warn]")) == (0, 0), done.stderr


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_the_proxy_tells_programs_in_their_own_words_that_a_body_is_too_large(tmp_path: Path, chunked: bool) -> None:
    if found() is None:
        return  # Where nginx is installed it is asked; everywhere, its configuration is read above.
    front = Front(tmp_path, first_free(range(18_500, 18_600)), (9, 9))
    front.start()
    try:
        line = HTTPConnection("127.0.0.1", front.port, timeout=20)
        body = b'{"phone": "' + b"1" * 6_500_000 + b'"}'
        line.request(
            "POST", "/api/v1/login/code", iter([body]) if chunked else body, {"Content-Type": "application/json"}, encode_chunked=chunked
        )
        answer = line.getresponse()
        said = json.loads(answer.read())
    finally:
        front.stop()
    ours = ProblemFormatter(BodyTooLarge(), {}, BodyTooLarge()).run()
    assert (answer.status, answer.headers["Content-Type"]) == (413, PROBLEM_JSON)
    # Newer Pythons have another name for 413.
    assert {**said, "title": ""} == {**ours, "title": ""}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_hardened_and_stops_with_patience(unit: Path) -> None:
    lines = set(unit.read_text().splitlines())
    assert HARDENED - lines == set()
    assert any(re.fullmatch(r"TimeoutStopSec=\d+", line) for line in lines)


def test_the_target_wants_units_that_are_there() -> None:
    wanted = re.findall(r"[\w-]+@?\w*\.service", (DEPLOY / "systemd" / "quanyi.target").read_text())
    assert {re.sub(r"@\w+", "@", name) for name in wanted} == {unit.name for unit in UNITS}
    twice = ("quanyi-web@.service", "quanyi-worker-default@.service", "quanyi-worker-imports@.service")
    assert Counter(re.sub(r"@\w+", "@", name) for name in wanted) == {unit.name: 2 if unit.name in twice else 1 for unit in UNITS}


def test_the_guide_names_every_variable_that_the_settings_read() -> None:
    guide = (ROOT / "docs" / "guides" / "deployment.md").read_text()
    of_the_demo_and_its_rigs = {"FAILPOINTS", "FAILPOINTS_SEED", "SANDBOX_SECRET"}
    assert {name for name in names_that_are_read() if f"`{name}`" not in guide} == of_the_demo_and_its_rigs


def test_the_example_environment_speaks_the_settings_words() -> None:
    said = (DEPLOY / "systemd" / "environment.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=", said, re.MULTILINE)) - names_that_are_read() == set()


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    assert len(UNITS) == 5
    if analyze is None:
        return  # Their hardening is checked line by line above.
    for unit in [*UNITS, DEPLOY / "systemd" / "quanyi.target"]:
        # The programs are not installed here; any that is will do.
        text = (
            re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", unit.read_text())
            .replace("User=quanyi", "User=root")
            .replace("Group=quanyi", "Group=root")
        )
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text)
    files = [str(file) for file in tmp_path.iterdir()]
    done = subprocess.run([analyze, "verify", "--man=no", *files], capture_output=True, text=True, check=False)
    complaints = [line for line in done.stderr.splitlines() if "quanyi" in line and "not found" not in line]
    assert complaints == []


def test_the_image_is_built_of_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert [line for line in lines if line.startswith("FROM ") and not re.search(r":\d+\.\d+\.\d+", line)] == []
    allowed = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    assert set(copied) == set(allowed)
