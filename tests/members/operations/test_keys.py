"""Keys of the enterprise API."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.actors import system
from common.refusals import NotFound
from members.models import ApiKey, Enterprise
from members.operations import issue_api_key, note_key_used, reopen_enterprise, revoke_api_key, suspend_enterprise
from members.queries import enterprise_of_key
from tests.factories import NOW, make_enterprise

pytestmark = pytest.mark.django_db
BY = system("test")


def issue(enterprise: Enterprise) -> str:
    return issue_api_key(enterprise_id=enterprise.id, label="OA", by=BY, at=NOW)


def test_a_key_leads_to_its_enterprise_in_one_query() -> None:
    enterprise = make_enterprise("galaxy")
    key = issue(enterprise)
    with CaptureQueriesContext(connection) as queries:
        found = enterprise_of_key(key, at=NOW)
    assert found is not None
    assert (found.slug, len(queries), key[:8]) == ("galaxy", 1, "qy_live_")


def test_only_the_beginning_of_a_key_is_kept() -> None:
    key = issue(make_enterprise())
    kept = ApiKey.objects.get()
    assert (kept.prefix, len(bytes(kept.key_hash))) == (key[:12], 32)


def test_a_revoked_key_is_worthless() -> None:
    enterprise = make_enterprise()
    key = issue(enterprise)
    revoke_api_key(key_id=ApiKey.objects.get().id, enterprise_id=enterprise.id, by=BY, at=NOW)
    assert enterprise_of_key(key, at=NOW) is None


def test_nobody_revokes_the_key_of_another_enterprise() -> None:
    key = issue(make_enterprise())
    with pytest.raises(NotFound):
        revoke_api_key(key_id=ApiKey.objects.get().id, enterprise_id=make_enterprise().id, by=BY, at=NOW)
    assert enterprise_of_key(key, at=NOW) is not None


def test_a_suspended_enterprise_has_no_key() -> None:
    enterprise = make_enterprise()
    key = issue(enterprise)
    suspend_enterprise(enterprise_id=enterprise.id, by=BY, reason="unpaid", at=NOW)
    assert enterprise_of_key(key, at=NOW) is None
    reopen_enterprise(enterprise_id=enterprise.id, by=BY, reason="paid", at=NOW)
    assert enterprise_of_key(key, at=NOW) is not None


def test_last_used_is_written_once_a_minute() -> None:
    key = issue(make_enterprise())
    for after in (0, 59, 60):
        found = enterprise_of_key(key, at=NOW)
        assert found is not None
        note_key_used(found, at=NOW + timedelta(seconds=after))
    assert ApiKey.objects.get().last_used_at == NOW + timedelta(seconds=60)


def test_the_command_prints_the_key_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    make_enterprise("galaxy")
    call_command("api_key", "galaxy")
    printed = capsys.readouterr().out
    assert enterprise_of_key(printed.strip(), at=NOW) is not None
    assert printed.count("\n") == 1


def test_the_command_tells_an_unknown_enterprise() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("api_key", "nowhere")
