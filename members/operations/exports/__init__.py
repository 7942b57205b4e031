"""Exports: spreadsheets asked for by one person, written piece by piece, kept sealed for a day."""

from members.operations.exports.ask import ExportAsked, TooManyExports, ask_export
from members.operations.exports.fetch import ExportFile, fetch_export
from members.operations.exports.forget import forget_old_exports
from members.operations.exports.kinds import exported_as
from members.operations.exports.write import fail_export, write_some

__all__ = [
    "ExportAsked",
    "ExportFile",
    "TooManyExports",
    "ask_export",
    "exported_as",
    "fail_export",
    "fetch_export",
    "forget_old_exports",
    "write_some",
]
