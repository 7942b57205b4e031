"""Openings: so many pieces of one benefit for whoever comes first. A piece is a row, so that nobody waits for a counter."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from benefits.models.batch import Batch
from benefits.models.benefit import Benefit
from benefits.models.budget import Budget
from benefits.models.grant import Grant
from benefits.models.terms import Terms
from benefits.states import OPENING_MOVES, PIECE_MOVES, OpeningState, PieceState
from common.feed import life_of
from common.feed.triggers import Columns
from common.ids import new_id

MOST_PIECES = 100_000


class Opening(models.Model):
    """
    One benefit, open to an enterprise's members during ``[opens_at, closes_at)``: first come, first served.

    From its publication on, ``batch`` holds the grants that come of it, ``terms`` the version that they carry, and
    ``piece_committed`` what each commits in the budget, in the budget's unit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, db_index=False, verbose_name=_("enterprise"))
    name = models.CharField(_("occasion"), max_length=120, help_text=_("Members read it."))
    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="openings", verbose_name=_("benefit"))
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="openings", verbose_name=_("budget"))
    state = models.TextField(_("state"), choices=OpeningState.choices, default=OpeningState.DRAFT)
    pieces = models.PositiveIntegerField(_("pieces"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PIECES)])
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    limit_per_member = models.PositiveIntegerField(_("most per member"), default=1, validators=[MinValueValidator(1)])
    limit_per_day = models.PositiveIntegerField(
        _("most per member and day"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Days of the enterprise.")
    )
    limit_per_device = models.PositiveIntegerField(_("most per device"), null=True, blank=True, validators=[MinValueValidator(1)])
    departments = models.ManyToManyField(
        "members.Department",
        blank=True,
        verbose_name=pgettext_lazy("departments", "only for"),
        help_text=_("With all below them. None: for everybody."),
    )
    terms = models.ForeignKey(Terms, models.PROTECT, null=True, verbose_name=_("terms"))
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="opening", verbose_name=_("batch"))
    piece_committed = models.BigIntegerField(_("committed for a piece"), null=True)
    created_by = models.TextField(_("made by"))
    created_at = models.DateTimeField(_("created at"))
    published_by = models.TextField(_("published by"), blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["-id"]
        triggers = life_of("opening", OPENING_MOVES, born="drafted", columns=Columns(enterprise="n.enterprise_id"), keeps=("enterprise",))
        constraints = [
            # A key for foreign keys that carry the enterprise along, and the order of lists.
            models.UniqueConstraint(fields=["enterprise", "id"], name="opening_in_enterprise"),
            models.CheckConstraint(condition=Q(state__in=OpeningState.values), name="opening_state_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="opening_in_order"),
            models.CheckConstraint(condition=Q(pieces__gt=0, pieces__lte=MOST_PIECES), name="opening_gives_something"),
            # A cap of nought is no cap but a refusal for everybody.
            models.CheckConstraint(
                condition=Q(limit_per_member__gt=0)
                & (Q(limit_per_day=None) | Q(limit_per_day__gt=0))
                & (Q(limit_per_device=None) | Q(limit_per_device__gt=0)),
                name="opening_caps_allow_one",
            ),
            # What was promised under which terms, out of which batch and at what price, is fixed once people can read it.
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"])
                | Q(terms__isnull=False, batch__isnull=False, piece_committed__isnull=False, published_at__isnull=False),
                name="opening_published_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "discarded"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "discarded"]) & Q(closed_at=None)),
                name="opening_closed_has_time",
            ),
        ]
        indexes = [
            # What members are shown and what is to be closed: the few that live, among all that ever were.
            models.Index(fields=["enterprise", "opens_at"], condition=Q(state="published"), name="opening_to_show"),
            models.Index(fields=["closes_at"], condition=Q(state__in=["preparing", "published"]), name="opening_to_close"),
        ]

    def __str__(self) -> str:
        return self.name


class Piece(models.Model):
    """
    One piece of an opening: free, or taken by a member as a grant of their own.

    ``shuffle`` spreads the takers over the free rows. ``number`` is drawn from one sequence of the database in the statement that
    takes the piece: the order of arrival. Closing deletes the pieces that nobody took.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    opening = models.ForeignKey(
        Opening, models.PROTECT, db_index=False, db_constraint=False, related_name="piece_rows", verbose_name=_("opening")
    )
    enterprise = models.ForeignKey("members.Enterprise", models.PROTECT, db_index=False, verbose_name=_("enterprise"))
    state = models.TextField(_("state"), choices=PieceState.choices, default=PieceState.FREE)
    shuffle = models.IntegerField()
    number = models.BigIntegerField(_("number"), null=True)
    member = models.ForeignKey("members.Member", models.PROTECT, db_index=False, db_constraint=False, null=True, verbose_name=_("member"))
    grant = models.OneToOneField(Grant, models.PROTECT, null=True, db_constraint=False, related_name="piece", verbose_name=_("grant"))
    device_print = models.BinaryField(max_length=32, null=True)
    taken_at = models.DateTimeField(_("taken at"), null=True)

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        triggers = life_of(
            "piece",
            PIECE_MOVES,
            keeps=("enterprise", "opening"),
            columns=Columns(
                enterprise="n.enterprise_id",
                member="n.member_id",
                data="jsonb_build_object('opening', n.opening_id, 'number', n.number, 'grant', n.grant_id)",
            ),
        )
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PieceState.values), name="piece_state_known"),
            # A piece that is taken says by whom, when, and which it was; one that is free says nothing.
            models.CheckConstraint(
                condition=Q(state="taken", number__isnull=False, member__isnull=False, grant__isnull=False, taken_at__isnull=False)
                | Q(state="free", number=None, member=None, grant=None, taken_at=None, device_print=None),
                name="piece_taken_is_whole",
            ),
            # Two can't have arrived as the same.
            models.UniqueConstraint(fields=["opening", "number"], name="piece_number_once"),
        ]
        indexes = [
            models.Index(fields=["opening", "shuffle"], condition=Q(state="free"), name="piece_free"),
            models.Index(fields=["opening", "member"], condition=Q(state="taken"), name="piece_of_member"),
            models.Index(fields=["opening", "device_print"], condition=Q(device_print__isnull=False), name="piece_of_device"),
        ]
