"""Sending a spreadsheet to a browser under a name of any script."""

from urllib.parse import quote

from django.utils.text import get_valid_filename

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(name: str) -> str:
    """``Content-Disposition`` for a download: the name itself, and its ASCII part for browsers that know no better."""
    safe = get_valid_filename(name)
    plain = safe.encode("ascii", "ignore").decode().lstrip("._-") or "download.xlsx"
    if "." not in plain:
        plain = f"download.{plain}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe)}"
