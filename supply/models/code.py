"""The code vault's rows: ciphertext, fingerprint, state."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id
from supply.models.catalogue import Product
from supply.models.lot import Lot
from supply.models.sealed import WithoutSecrets
from supply.states import CODE_MOVES, CodeState


class Code(models.Model):
    """
    One secret of bearer value. Its plaintext exists only inside ``supply.vault``.

    ``shuffle`` is random: claims spread over the lot instead of all meeting at its first row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # One composite foreign key, made in SQL, stands for both: it also says that the product is the lot's own, and
    # checking it once a row is what a million codes can afford. The indexes below serve both columns.
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="codes", verbose_name=_("lot"), db_constraint=False, db_index=False)
    product = models.ForeignKey(Product, models.PROTECT, verbose_name=_("product"), db_constraint=False, db_index=False)
    state = models.TextField(_("state"), choices=CodeState.choices, default=CodeState.AVAILABLE)
    fingerprint = models.BinaryField(_("fingerprint"), max_length=32)
    ciphertext = models.BinaryField(_("ciphertext"))
    tail = models.CharField(_("last characters"), max_length=4, blank=True)
    expires_on = models.DateField(_("expires on"), null=True)
    shuffle = models.IntegerField()
    line_number = models.PositiveIntegerField(_("line"), help_text=_("Line of the file it came in."))
    purpose_id = models.UUIDField(_("redemption"), null=True)
    enterprise_id = models.UUIDField(_("enterprise"), null=True)
    member_id = models.UUIDField(_("member"), null=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    revealed_at = models.DateTimeField(_("first shown at"), null=True)
    used_at = models.DateTimeField(_("used up at"), null=True)
    voided_at = models.DateTimeField(_("voided at"), null=True)

    SEALED = ("ciphertext", "fingerprint")
    objects = WithoutSecrets["Code"]()

    class Meta:
        base_manager_name = "objects"
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["-id"]
        triggers = [
            *life_of(
                "code",
                CODE_MOVES,
                columns=Columns(
                    enterprise="n.enterprise_id",
                    member="n.member_id",
                    data="jsonb_build_object('redemption', n.purpose_id, 'lot', n.lot_id)",
                ),
            ),
            # What came in is what stands here: a secret is never exchanged, and no code disappears from the count.
            pgtrigger.ReadOnly(name="code_kept", fields=["lot", "product", "fingerprint", "ciphertext", "line_number"]),
            pgtrigger.Protect(name="code_stays", operation=pgtrigger.Delete),
            # Whose it is stays, while it is theirs; and what was shown was shown.
            pgtrigger.Protect(
                name="code_given_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="issued", new__state="issued")
                & (
                    pgtrigger.Q(old__purpose_id__df=pgtrigger.F("new__purpose_id"))
                    | pgtrigger.Q(old__member_id__df=pgtrigger.F("new__member_id"))
                    | pgtrigger.Q(old__enterprise_id__df=pgtrigger.F("new__enterprise_id"))
                ),
            ),
            pgtrigger.Protect(
                name="code_shown_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revealed_at__isnull=False) & pgtrigger.Q(old__revealed_at__df=pgtrigger.F("new__revealed_at")),
            ),
        ]
        constraints = [
            # One plaintext exists once on the platform.
            models.UniqueConstraint(fields=["fingerprint"], name="code_plaintext_once"),
            # A code belongs to at most one redemption, and a redemption has at most one code.
            models.UniqueConstraint(fields=["purpose_id"], condition=Q(state__in=["reserved", "issued"]), name="code_one_a_redemption"),
            models.CheckConstraint(condition=Q(state__in=CodeState.values), name="code_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["reserved", "issued"]) | Q(purpose_id__isnull=False), name="code_given_has_owner"
            ),
            models.CheckConstraint(condition=~Q(state="available") | Q(purpose_id=None, issued_at=None), name="code_free_has_no_owner"),
            models.CheckConstraint(condition=~Q(state="issued") | Q(issued_at__isnull=False), name="code_issued_has_time"),
            models.CheckConstraint(condition=~Q(state="void") | Q(voided_at__isnull=False), name="code_void_has_time"),
            # Nobody is shown a code that was not issued to them.
            models.CheckConstraint(condition=Q(revealed_at=None) | Q(issued_at__isnull=False), name="code_shown_was_issued"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(issued_at__isnull=False), name="code_used_was_issued"),
        ]
        indexes = [
            models.Index(fields=["lot", "shuffle"], condition=Q(state="available"), name="code_to_pick"),
            models.Index(fields=["lot", "state"], name="code_by_lot_state"),
            models.Index(fields=["product", "state"], name="code_by_product_state"),
            models.Index(fields=["expires_on"], condition=Q(state="available"), name="code_expiring"),
            models.Index(fields=["lot"], condition=Q(state="issued", revealed_at__isnull=False), name="code_shown"),
            models.Index(fields=["lot"], condition=Q(state="issued", used_at__isnull=False), name="code_used"),
        ]

    def __str__(self) -> str:
        return f"····{self.tail}" if self.tail else str(self.id)
