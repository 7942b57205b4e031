"""What stands in the sidebar of an enterprise. Models are named by label, so that a house below needs no word of it."""

from django.utils.translation import gettext_lazy as _

from common.console.sidebar import Group, Link

HR_GROUPS = [
    Group(
        "",
        [
            Link("space_dashboard", page="index", title=_("Today")),
            Link("download", page="downloads", title=_("Downloads")),
        ],
    ),
    Group(
        _("Benefits"),
        [
            Link("upload_file", page="grants_upload", title=_("Grant by spreadsheet"), permission="benefits.upload_grants"),
            Link("card_giftcard", model="benefits.Grant", title=_("Who has what")),
            Link("timer", model="benefits.Opening"),
            Link("stacks", model="benefits.Batch"),
            Link("approval", page="approvals", title=_("Waiting for approval")),
            Link("account_balance_wallet", model="benefits.Budget"),
        ],
    ),
    Group(
        _("People"),
        [
            Link("badge", model="members.Member"),
            Link("account_tree", model="members.Department"),
            Link("group_add", page="roster_upload", title=_("Upload a roster"), permission="members.upload_roster"),
            Link("history", model="members.Roster", title=_("Rosters")),
        ],
    ),
    Group(
        _("Settings"),
        [
            Link("supervisor_account", model="members.Staff", title=_("Who may enter here")),
            Link("key", model="members.ApiKey"),
        ],
    ),
]
