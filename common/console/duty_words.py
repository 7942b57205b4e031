"""What is privileged, in words: the noun and the button that people know. Calls of the APIs and commands are called by their names."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from common.console.sites import hr_site, ops_site
from common.duties.registry import DUTIES

_VERBS: dict[str, Promise] = {
    "add": pgettext_lazy("duty", "add"),
    "auth_user_password_change": pgettext_lazy("duty", "set a password"),
    "change": pgettext_lazy("duty", "change"),
    "decide": pgettext_lazy("duty", "decide"),
    "delete": pgettext_lazy("duty", "delete"),
    "export": pgettext_lazy("duty", "download"),
    "import": pgettext_lazy("duty", "read a spreadsheet"),
    "process_import": pgettext_lazy("duty", "take a spreadsheet over"),
    "refused": pgettext_lazy("duty", "download the refused lines"),
    "take_away": pgettext_lazy("duty", "download"),
    "template": pgettext_lazy("duty", "download the empty spreadsheet"),
}
# Pages of their own, by their names.
_PAGES: dict[str, Promise] = {
    "hr.batch_confirm": gettext_lazy("Batch: confirm"),
    "hr.batch_discard": gettext_lazy("Batch: discard"),
    "hr.batch_resume": gettext_lazy("Batch: take up again"),
    "hr.batch_undo": gettext_lazy("Batch: undo"),
    "hr.download": gettext_lazy("Download: ask for it"),
    "hr.download_file": gettext_lazy("Download: take it"),
    "hr.downloads": gettext_lazy("Downloads: see one's own"),
    "hr.grants_upload": gettext_lazy("Grants: upload a spreadsheet"),
    "hr.roster_confirm": gettext_lazy("Roster: confirm"),
    "hr.roster_discard": gettext_lazy("Roster: discard"),
    "hr.roster_upload": gettext_lazy("Roster: upload a spreadsheet"),
}


def duty_in_words(name: str) -> str:
    """``ops.supply.lot.recall`` as "lot: Recall"; what has no words as it is."""
    if name in _PAGES:
        return _door(name, str(_PAGES[name]))
    label, _dot, verb = name.partition(".")[2].rpartition(".")
    admin = _admin_of(name.partition(".")[0], label)
    word = _button_of(admin, verb) or _VERBS.get(verb)
    if admin is None or word is None:
        return name
    return _door(name, _("%(noun)s: %(word)s") % {"noun": admin.opts.verbose_name, "word": word})


def right_in_words(permission: Any) -> str:
    """A right as the buttons that need it say it; Django's own words for one that no button needs."""
    right = f"{permission.content_type.app_label}.{permission.codename}"
    words = sorted({duty_in_words(duty.name) for duty in DUTIES.values() if duty.right == right and duty.name.startswith("ops.")})
    return " · ".join(words) or str(permission.name)


def _door(name: str, words: str) -> str:
    """The two consoles have buttons of the same name: HR's say so."""
    return _("HR · %(what)s") % {"what": words} if name.startswith("hr.") else words


def _admin_of(site_name: str, label: str) -> Any:
    site = {"ops": ops_site, "hr": hr_site}.get(site_name)
    return next((admin for admin in site._registry.values() if admin.opts.label_lower == label), None) if site else None


def _button_of(admin: Any, name: str) -> Any:
    return next((act.label for act in getattr(admin, "acts", ()) if act.name == name), None)
