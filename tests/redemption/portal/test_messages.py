"""What the company told everybody: counted on the first page until it was read."""

import pytest

from common.ids import new_id
from members.models import Member, Notice
from tests.factories import NOW, make_member
from tests.redemption.portal.visiting import seen, visitor

pytestmark = pytest.mark.django_db


def told(member: Member, title: str) -> Notice:
    return Notice.objects.create(
        enterprise=member.enterprise, member=member, about_id=new_id(), title=title, text="ten of them", created_at=NOW
    )


def test_news_is_counted_on_the_first_page_until_it_was_read() -> None:
    member = make_member()
    client = visitor(member)
    assert "new message" not in seen(client, "/")
    told(member, "First")
    told(member, "Second")
    assert "2 new messages" in seen(client, "/")
    assert "Second New ten of them" in seen(client, "/messages/")
    assert "new message" not in seen(client, "/")
    assert "Second ten of them" in seen(client, "/messages/")


def test_nobody_reads_what_others_were_told() -> None:
    other = make_member()
    told(other, "For another")
    assert "For another" not in seen(visitor(make_member(other.enterprise)), "/messages/")
    assert Notice.objects.get().read_at is None
