"""Telling many members one thing on the portal: in steps, each member once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from members.models.notice import Notice
from members.queries.notices import audience_of


@dataclass(frozen=True, slots=True)
class News:
    """
    What is told, and to whom: the active members of an enterprise, or of some of its departments with all below them.

    ``words`` are title and text in a language; asked once for each language.
    """

    enterprise_id: UUID
    about_id: UUID
    words: Callable[[str], tuple[str, str]]
    department_ids: Sequence[UUID] = ()


def tell_some(news: News, *, limit: int, at: datetime) -> list[UUID]:
    """
    Tell the next members, at most so many, in the caller's transaction; returns who they are, none once all were told.

    Replays  who was told is not told again. Who joins while it goes on is told as well.
    """
    last = Notice.objects.filter(about_id=news.about_id).order_by("-member_id").values_list("member_id", flat=True).first()
    meant = audience_of(news.enterprise_id, news.department_ids)
    people = list((meant.filter(id__gt=last) if last else meant).order_by("id").values_list("id", "language")[:limit])
    words = {language: news.words(language) for language in {language for _id, language in people}}
    notices = [_notice(news, member_id, words[language], at) for member_id, language in people]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return [member_id for member_id, _language in people]


def note_read(*, member_id: UUID, at: datetime) -> None:
    """The member has seen what there was to read."""
    Notice.objects.filter(member_id=member_id, read_at=None).update(read_at=at)


def _notice(news: News, member_id: UUID, words: tuple[str, str], at: datetime) -> Notice:
    title, text = words
    return Notice(
        enterprise_id=news.enterprise_id, member_id=member_id, about_id=news.about_id, title=title[:200], text=text[:500], created_at=at
    )
