"""Openings: planned, published with their budget reserved, taken piece by piece, closed."""

from benefits.operations.openings.close import NotLive, close_due_openings, close_opening
from benefits.operations.openings.plan import NotADraft, OpeningPlan, change_opening, discard_opening, draft_opening
from benefits.operations.openings.prepare import resume_opening
from benefits.operations.openings.publish import NotOffered, OpeningOver, StockTooSmall, TermsEndTooEarly, publish_opening
from benefits.operations.openings.take import TakenPiece, refuse_at_once, take_piece

__all__ = [
    "NotADraft",
    "NotLive",
    "NotOffered",
    "OpeningOver",
    "OpeningPlan",
    "StockTooSmall",
    "TakenPiece",
    "TermsEndTooEarly",
    "change_opening",
    "close_due_openings",
    "close_opening",
    "discard_opening",
    "draft_opening",
    "publish_opening",
    "refuse_at_once",
    "resume_opening",
    "take_piece",
]
