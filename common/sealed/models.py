"""The platform's root key, as it is stored."""

from django.db import models
from django.db.models import Q


class RootKey(models.Model):
    """
    One row: the secret under which personal data is sealed and fingerprints are made, wrapped by the master key ``key_version``.

    A new master key wraps it anew. The secret itself stays as long as what it sealed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    wrapped_key = models.BinaryField()
    key_version = models.TextField()

    class Meta:
        constraints = [
            # A second one would split the platform into what opens and what does not.
            models.CheckConstraint(condition=Q(id=1), name="root_key_is_one"),
        ]
