"""A download is its asker's alone, for a day."""

from datetime import timedelta

import pytest

from common.feed.models import Event
from common.refusals import NotFound
from members.models import Export, ExportPart, Staff
from members.operations import fetch_export, forget_old_exports
from members.queries.exports import exports_of
from tests.factories import NOW, make_enterprise, make_export, make_staff
from tests.members.exporting import actor, asked, taken

pytestmark = pytest.mark.django_db


def refused(staff: Staff, export: Export, *, enterprise: object = None) -> bool:
    """Whether it is not there for them; the feed then knows of no download."""
    before = Event.objects.filter(kind="export.downloaded").count()
    with pytest.raises(NotFound):
        fetch_export(export.id, enterprise_id=enterprise or staff.enterprise_id, by=actor(staff), at=NOW)  # type: ignore[arg-type]
    return Event.objects.filter(kind="export.downloaded").count() == before


def test_nobody_else_has_it_in_the_same_enterprise_or_another() -> None:
    staff, export = asked()
    assert refused(make_staff(staff.enterprise), export)
    assert refused(make_staff(make_enterprise()), export)


def test_whoever_has_gone_to_another_enterprise_leaves_it_behind() -> None:
    staff, export = asked()
    assert refused(staff, export, enterprise=make_enterprise().id)


def test_what_is_not_ready_is_not_there() -> None:
    staff = make_staff(make_enterprise())
    assert refused(staff, make_export(staff))


def test_after_a_day_it_is_not_there_even_before_it_is_deleted() -> None:
    staff, export = asked()
    late = NOW + timedelta(hours=24)
    assert taken(staff, export)
    assert [found.id for found in exports_of(enterprise_id=staff.enterprise_id, user_id=staff.user_id, at=NOW)] == [export.id]
    with pytest.raises(NotFound):
        fetch_export(export.id, enterprise_id=staff.enterprise_id, by=actor(staff), at=late)
    assert exports_of(enterprise_id=staff.enterprise_id, user_id=staff.user_id, at=late) == []


def test_the_sweep_deletes_what_is_a_day_old_and_no_more() -> None:
    asked()
    assert forget_old_exports(NOW + timedelta(hours=24, seconds=-1)) == 0
    assert ExportPart.objects.count() == 1
    assert forget_old_exports(NOW + timedelta(hours=24)) == 1
    assert (Export.objects.count(), ExportPart.objects.count(), Event.objects.filter(kind="export.ready").count()) == (0, 0, 1)
