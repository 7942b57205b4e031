"""The tables of benefits, one file a noun. Other houses come through operations, queries and states."""

from benefits.models.batch import Batch, BatchRow, Import
from benefits.models.benefit import Benefit, BundlePart
from benefits.models.budget import Budget, Campaign
from benefits.models.grant import Grant
from benefits.models.opening import Opening, Piece
from benefits.models.terms import Terms

__all__ = ["Batch", "BatchRow", "Benefit", "Budget", "BundlePart", "Campaign", "Grant", "Import", "Opening", "Piece", "Terms"]
