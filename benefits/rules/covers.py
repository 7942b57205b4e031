"""The covers that are drawn for benefits, as operators choose among them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

COVERS = {
    "badge": _("Badge"),
    "coffee": _("Coffee"),
    "course": pgettext_lazy("cover", "Course"),
    "ecard": _("Gift card"),
    "gift": _("Gift"),
    "phone": pgettext_lazy("cover", "Phone"),
    "quota": pgettext_lazy("cover", "Quota"),
    "service": _("Service"),
    "ticket": pgettext_lazy("cover", "Ticket"),
    "travel": _("Travel"),
    "video": _("Video"),
}
