"""The double-entry ledger: accounts owned by plain ids, transfers, postings. Integers only."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from common.ids import new_id


class Account(models.Model):
    """One balance in one unit. ``floor`` is the least it may be; NULL has no floor (a source of funds)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    owner_type = models.TextField()
    owner_id = models.UUIDField()
    enterprise_id = models.UUIDField(null=True)
    name = models.TextField()
    unit = models.TextField()
    floor = models.BigIntegerField(null=True, default=0)
    balance = models.BigIntegerField(default=0)

    class Meta:
        # What an account is for, and how low it may go, is said once, when it is opened.
        triggers = [pgtrigger.ReadOnly(name="account_kept", exclude=["balance"])]
        constraints = [
            # One account a purpose and unit: money can't hide in a twin.
            models.UniqueConstraint(fields=["owner_type", "owner_id", "name", "unit"], name="account_once"),
            # The last guardian of every budget and every member's points.
            models.CheckConstraint(condition=Q(floor=None) | Q(balance__gte=F("floor")), name="account_floor"),
        ]


class Transfer(models.Model):
    """One act in the ledger; its postings sum to zero. A correction is a new, opposite transfer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enterprise_id = models.UUIDField(null=True)
    key = models.TextField(unique=True)
    kind = models.TextField()
    at = models.DateTimeField()
    actor = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        triggers = [pgtrigger.ReadOnly(name="transfer_kept"), pgtrigger.Protect(name="transfer_stays", operation=pgtrigger.Delete)]


class Posting(models.Model):
    """One line of a transfer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_something")]
        triggers = [
            # History is never rewritten.
            pgtrigger.ReadOnly(name="posting_kept"),
            pgtrigger.Protect(name="posting_stays", operation=pgtrigger.Delete),
            # Checked at commit, when all lines are there.
            pgtrigger.Trigger(
                name="transfer_sums_to_zero",
                level=pgtrigger.Row,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                # In whatever scope the transaction ends, all lines of the transfer are seen: as the tables' owner, see common.scope.
                declare=[("scope_before", "text"), ("total", "numeric")],
                func="""
                    scope_before := COALESCE(current_setting('app.scope', true), '');
                    PERFORM set_config('app.scope', 'platform', true);
                    SELECT sum(amount) INTO total FROM common_posting WHERE transfer_id = NEW.transfer_id;
                    PERFORM set_config('app.scope', scope_before, true);
                    IF total <> 0 THEN
                        RAISE EXCEPTION 'transfer % does not sum to zero', NEW.transfer_id USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]
