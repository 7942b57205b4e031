"""Why a whole file is refused, and what is noticed in one that is read: stable codes, and sentences with the remedy."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FILE_REASONS: dict[str, Promise] = {
    "file_empty": _("The file is empty. Fill in the template and upload it again."),
    "file_too_big": _("The file is too big to be read safely. A file may hold %(rows)s rows and %(megabytes)s MB; split it into several."),
    "too_many_rows": _("The file has more than %(rows)s rows. Split it into several files."),
    "too_many_columns": _("The header row has more than %(columns)s columns. Delete the columns that are not needed."),
    "file_xls": _("This is an old Excel file (.xls). Open it and save it as “Excel workbook (.xlsx)”."),
    "file_xlsb": _("This is a binary Excel file (.xlsb). Open it and save it as “Excel workbook (.xlsx)”."),
    "file_ods": _("This is an OpenDocument file (.ods). Open it and save it as “Excel workbook (.xlsx)”."),
    "file_macro": _("The workbook holds macros. Save it as “Excel workbook (.xlsx)”, which has none."),
    "file_encrypted": _("The workbook is protected by a password. Remove the password, save it and upload it again."),
    "file_html": _("This is a web page with the name of a spreadsheet. Open it and save it as “Excel workbook (.xlsx)”."),
    "file_pdf": _("This is a PDF. Upload the spreadsheet that it was made from, as .xlsx or .csv."),
    "file_not_spreadsheet": _("This is not a spreadsheet. Upload an .xlsx or a .csv file."),
    "file_damaged": _("The workbook is damaged. Open it, save it as “Excel workbook (.xlsx)” and upload it again."),
    "archive_bomb": _("The workbook unpacks to far more than its size. Copy the rows into a new workbook and save that."),
    "archive_unsafe": _("The workbook's container is not one that a spreadsheet program writes. Copy the rows into a new workbook."),
    "archive_nested": _("The workbook holds other files. Remove embedded objects, save it and upload it again."),
    "xml_unsafe": _("The workbook holds definitions that no spreadsheet needs. Copy the rows into a new workbook."),
    "encoding_unknown": _("Line %(line)s can't be read as UTF-8 or GB18030. Save the file as “CSV UTF-8”."),
    "encoding_mixed": _("The file mixes encodings: line %(line)s is UTF-8 and others are not. Save it as “CSV UTF-8”."),
    "text_nul": _("Line %(line)s holds a NUL character, which no text has. Save the file anew as “CSV UTF-8”."),
    "quote_unbalanced": _("The quotes that begin on line %(line)s do not end. Write a quote within a cell twice."),
    "too_many_cells": _("Line %(line)s has more cells than the header. Put text with a comma in double quotes."),
    "list_has_no_header": _("Line %(line)s has %(fields)s cells, and the file has no header row that says what they are. Write one above."),
    "sheet_not_found": _("No visible sheet has the columns %(columns)s. The sheets are: %(sheets)s."),
    "sheet_unknown": _("There is no visible sheet “%(sheet)s”. The sheets are: %(sheets)s."),
    "sheet_ambiguous": _("Several sheets have the columns asked for: %(sheets)s. Choose one of them."),
    "header_missing": _("The columns %(missing)s are missing. The first row that is not empty must hold the headers; it holds: %(found)s."),
    "header_repeated": _("The column %(header)s is there twice: %(found)s. Delete one of them."),
    "no_rows": _("There are headers, but no row below them. Fill in the rows and upload the file again."),
}

NOTICES: dict[str, Promise] = {
    "hidden_rows": _("%(count)s hidden or filtered rows are in the file, and are read like all others."),
    "hidden_columns": _("%(count)s hidden columns are in the file, and are read like all others."),
    "hidden_sheets": _("%(count)s hidden sheets are in the file, and are not read."),
}
