"""Keys at suppliers, without their secrets."""

from django.conf import settings

from supply.models import Credential


def keys_of_elsewhere() -> list[tuple[str, str]]:
    """Supplier and environment of each active key that was typed into another platform."""
    active = Credential.objects.filter(is_active=True).exclude(environment=settings.ENVIRONMENT)
    return list(active.order_by("supplier__slug").values_list("supplier__slug", "environment"))
