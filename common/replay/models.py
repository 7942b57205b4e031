"""What an idempotency key once answered."""

from django.db import models

from common.ids import new_id


class Replay(models.Model):
    """
    One key of one caller at one endpoint, with the request's hash and the answer given. Never holds a code.

    ``is_only_guard``  nothing but this row keeps the act from being done again: it is never forgotten.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    enterprise_id = models.UUIDField(null=True)
    scope = models.TextField()
    key = models.TextField()
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()
    is_only_guard = models.BooleanField(db_default=False)

    class Meta:
        constraints = [
            # One key, one request, one effect: the second caller waits here for the first.
            models.UniqueConstraint(fields=["scope", "key"], name="replay_key_once"),
        ]
        indexes = [models.Index(fields=["created_at"], condition=models.Q(is_only_guard=False), name="replay_to_forget")]
