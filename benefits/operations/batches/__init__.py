"""Batches: rows in, checked, confirmed, issued in chunks, undone together."""

from benefits.operations.batches.confirm import FileChanged, NothingToConfirm, NotReady, confirm_batch, discard_batch
from benefits.operations.batches.resume import resume_batch
from benefits.operations.batches.undo import UndoResult, undo_batch
from benefits.operations.batches.upload import GrantsFile, upload_grants
from benefits.operations.batches.upload_api import upload_api_batch

__all__ = [
    "FileChanged",
    "GrantsFile",
    "NotReady",
    "NothingToConfirm",
    "UndoResult",
    "confirm_batch",
    "discard_batch",
    "resume_batch",
    "undo_batch",
    "upload_api_batch",
    "upload_grants",
]
