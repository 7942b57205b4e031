"""Whether an enterprise has anybody yet."""

from uuid import UUID

from members.models.member import Member


def has_members(enterprise_id: UUID) -> bool:
    """Whether a roster was ever applied, or anybody was created in another way."""
    return Member.objects.filter(enterprise_id=enterprise_id).exists()
