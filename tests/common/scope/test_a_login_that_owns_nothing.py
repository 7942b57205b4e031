"""In earnest use the platform serves from a login that owns no table and has no right of its own."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from common import clock
from common.feed.partitions import ask_for_partitions
from common.scope import OWNER, enterprise, within
from common.scope.scopes import ROLES
from members.operations.rosters.bulk import refresh_statistics
from redemption.models import Redemption
from redemption.operations import claim_grant, reveal_code
from tests.factories import NOW, by_member, make_grant
from tests.redemption.operations.claiming import code_grant

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN, PASSWORD = "quanyi_app_of_a_test", "a-password-of-a-test"


@pytest.fixture
def app_login() -> Iterator[None]:
    """From here on the platform's connection is that login's."""
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {LOGIN} LOGIN NOINHERIT PASSWORD '{PASSWORD}'")
        cursor.execute(f"GRANT {', '.join(ROLES)} TO {LOGIN}")
    connection.close()
    kept = connection.settings_dict
    connection.settings_dict = {**kept, "USER": LOGIN, "PASSWORD": PASSWORD}
    yield
    connection.close()
    connection.settings_dict = kept
    with within(OWNER), connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE {LOGIN}")


def refused(statement: str) -> bool:
    """Whether the bare login, in no role, may not do this."""
    with within(OWNER), pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)
    return True


def test_by_itself_it_may_do_nothing(app_login: None) -> None:
    assert refused("SELECT count(*) FROM benefits_grant")
    assert refused("ALTER TABLE benefits_grant DISABLE ROW LEVEL SECURITY")
    assert refused("TRUNCATE common_event")
    assert refused("DROP POLICY enterprise ON benefits_grant")


def test_members_are_served_by_it(app_login: None) -> None:
    grant = code_grant()
    member = grant.member
    with within(enterprise(grant.enterprise_id)):
        (redemption,) = claim_grant(grant_id=grant.id, member_id=member.id, by=by_member(member), at=NOW)
        code = reveal_code(
            redemption_id=redemption.id, member_id=member.id, by=by_member(member), at=NOW, channel="api", address="10.0.0.7"
        )
    assert (Redemption.objects.get().state, len(code.code) > 8) == ("fulfilled", True)


def test_what_only_owners_do_is_done_for_it(app_login: None) -> None:
    make_grant()
    ask_for_partitions(today=clock.now().date())
    refresh_statistics()
