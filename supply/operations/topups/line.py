"""The line to a top-up's supplier: its connector, and the order in the supplier's words."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.refusals import Refused
from supply.connectors.base import Connector, ConnectorSettings, OrderRequest, Secret
from supply.connectors.registry import connector_for
from supply.models import Supplier, TopUp


class CredentialOfElsewhere(Refused):
    code = "credential_of_elsewhere"
    exact = sentence = _("The key at this supplier belongs to “%(theirs)s”, and this platform is “%(ours)s”. Type in a key for this one.")


def connector_of(supplier: Supplier) -> Connector:
    """
    The supplier's connector, signed with its active credential.

    :raises supply.models.Credential.DoesNotExist: it has no active credential.
    :raises CredentialOfElsewhere: the credential came here with a copy of another platform's database.
    """
    credential = supplier.credentials.get(is_active=True)
    if credential.environment != settings.ENVIRONMENT:
        raise CredentialOfElsewhere(theirs=credential.environment, ours=settings.ENVIRONMENT)
    return connector_for(
        supplier.connector,
        ConnectorSettings(
            base_url=supplier.base_url,
            key_id=credential.key_id,
            secret=Secret(credential.secret),
            allow_http=settings.SHOWS_DEMO or settings.TESTING,
            allow_private=settings.SHOWS_DEMO or settings.TESTING,
        ),
    )


def request_of(topup: TopUp) -> OrderRequest:
    """The order as it is sent: the same reference, however often."""
    return OrderRequest(
        reference=topup.reference,
        sku=topup.offer.supplier_sku,
        quantity=topup.quantity,
        account=topup.account or None,
        max_cost_minor=topup.max_cost_minor,
        callback_url=f"{settings.BASE_URL}/suppliers/{topup.supplier.slug}/callback",
    )
