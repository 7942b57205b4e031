"""What is kept of somebody's second step beside its secret."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from members.models.staff import User


class SecondStep(models.Model):
    """
    One of staff: the time step of the last code of an app that was taken, and when wrong codes came.

    Locked for every try, so that neither is ever decided twice at once.
    """

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="second_step")
    used_step = models.BigIntegerField(null=True)
    missed_at = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        constraints = [
            # The last guardian of the limit, however many tries come at once.
            models.CheckConstraint(condition=Q(missed_at__len__lte=5), name="second_step_five_misses"),
        ]
