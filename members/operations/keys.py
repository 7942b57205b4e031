"""Keys of the enterprise API. The key itself is told once and kept nowhere."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from common import feed
from common.actors import Actor
from common.ids import new_id, new_token, token_hash
from common.refusals import NotFound
from common.scope import PLATFORM, within
from members.models.enterprise import ApiKey, Enterprise
from members.queries.enterprises import EnterpriseAtKey

PREFIX = "qy_live_"
SHOWN = len(PREFIX) + 4
FRESH_FOR = timedelta(minutes=1)


@transaction.atomic
def issue_api_key(*, enterprise_id: UUID, label: str, by: Actor, at: datetime) -> str:
    """
    A new key of the enterprise, ``qy_live_…``. This is the only time that it is told.

    :raises NotFound: no such enterprise.
    """
    if not Enterprise.objects.filter(id=enterprise_id).exists():
        raise NotFound
    feed.sign(by)
    key = f"{PREFIX}{new_token()}"
    kept = ApiKey.objects.create(
        id=new_id(), enterprise_id=enterprise_id, label=label[:80], prefix=key[:SHOWN], key_hash=token_hash(key), created_at=at
    )
    feed.note("key.issued", subject=kept, data={"prefix": kept.prefix})
    return key


@transaction.atomic
def revoke_api_key(*, key_id: UUID, enterprise_id: UUID, by: Actor, at: datetime) -> None:
    """
    Make a key worthless from this commit on.

    Replays  a revoked key stays as it is.

    :raises NotFound: no such key of this enterprise.
    """
    key = ApiKey.objects.select_for_update().filter(id=key_id, enterprise_id=enterprise_id).first()
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        feed.sign(by)
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        feed.note("key.revoked", subject=key, data={"prefix": key.prefix})


@within(PLATFORM)
def note_key_used(found: EnterpriseAtKey, *, at: datetime) -> None:
    """Keep "last used" of a key, at most once a minute."""
    if found.last_used_at is None or at - found.last_used_at >= FRESH_FOR:
        ApiKey.objects.filter(id=found.key_id).update(last_used_at=at)
