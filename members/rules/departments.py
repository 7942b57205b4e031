"""How a department is written: ``研发中心/平台部``, from the top down."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from common.refusals import Refused

LONGEST_NAME, LONGEST_PATH = 80, 400


class DepartmentInvalid(Refused):
    code = "department_invalid"
    status = 422
    sentence = _("That department can't be used. Write it from the top down, as in Research/Platform.")


def path_of(text: str) -> str:
    """
    The path in its one form: NFC, no spaces around the parts, no empty parts, full-width ``／`` read as ``/``.

    :raises DepartmentInvalid: a part is longer than 80 characters, or all of it than 400.
    """
    parts = [" ".join(part.split()) for part in unicodedata.normalize("NFC", text).replace("／", "/").split("/")]
    path = "/".join(part for part in parts if part)
    if len(path) > LONGEST_PATH or any(len(part) > LONGEST_NAME for part in parts):
        raise DepartmentInvalid
    return path


def ancestors_of(path: str) -> list[str]:
    """``a/b/c`` is ``["a", "a/b", "a/b/c"]``."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)] if path else []
