"""The platform's root key, as it is stored."""

from django.db import models


class RootKey(models.Model):
    """
    One row: the secret under which personal data is sealed and fingerprints are made, wrapped by the master key ``key_version``.

    A new master key wraps it anew. The secret itself stays as long as what it sealed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    wrapped_key = models.BinaryField()
    key_version = models.TextField()

    class Meta:
        # Emptying all tables, as Django's flush does, must never lose it. See the migration for its one constraint.
        managed = False
