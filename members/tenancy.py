"""Who may do what with enterprises and people."""

from common.scope.guards import CURRENT, Guard, owned, platform_only, through

_KEEPS = ("SELECT", "INSERT", "UPDATE")
_STAFF = f"EXISTS (SELECT 1 FROM members_staff s WHERE s.user_id = members_user.id AND s.enterprise_id = {CURRENT})"
_SHOWN_OF_USERS = (
    "id",
    "username",
    "first_name",
    "last_name",
    "email",
    "is_active",
    "is_staff",
    "is_superuser",
    "last_login",
    "date_joined",
)

GUARDS = {
    # To lock it is to have the right to change something of it.
    "members_enterprise": owned("id", enterprise=("SELECT", "UPDATE(support_contact)")),
    "members_department": owned(enterprise=_KEEPS),
    "members_member": owned(enterprise=_KEEPS, platform=_KEEPS),
    "members_identity": owned(),
    "members_boundaccount": owned(enterprise=_KEEPS),
    "members_membersession": through("members_member", "member_id", enterprise=_KEEPS),
    "members_sentmessage": through("members_member", "member_id", enterprise=_KEEPS),
    "members_roster": owned(),
    "members_rosterrow": through("members_roster", "roster_id"),
    "members_export": owned(),
    "members_exportpart": through("members_export", "export_id"),
    "members_apikey": owned(enterprise=("SELECT",)),
    "members_staff": owned(enterprise=("SELECT",)),
    # Colleagues are shown by name; passwords are for the sign-in alone.
    "members_user": Guard(own=_STAFF, enterprise=tuple(f"SELECT({column})" for column in _SHOWN_OF_USERS)),
    "members_user_groups": platform_only(),
    "members_user_user_permissions": platform_only(),
    "members_staffsession": platform_only(),
    "members_secondstep": platform_only(),
    # Which enterprises an operator looks after.
    "members_operatorscope": platform_only(),
    "members_operatorscope_enterprises": owned(enterprise=()),
    # Asked for before anybody knows whose they are.
    "members_logincode": platform_only(),
    "members_loginmiss": platform_only(),
    "members_texted": platform_only(),
}
