"""Who may see and do what."""

from tests.stress.controls.control import NO_POLICIES, Control, Cut

_ANOTHERS = ("nobody sees what is another's",)

CONTROLS = (
    Control(
        "member_of_a_grant",
        "strangers",
        _ANOTHERS,
        cuts=(
            Cut(
                "benefits.operations.grants.lock",
                'KeptQuery(lambda: _locked(_THIS & Q(member_id=Given("member_id", UUIDField()))))',
                "KeptQuery(lambda: _locked(_THIS))",
            ),
        ),
    ),
    Control(
        "member_of_a_code",
        "strangers",
        _ANOTHERS,
        cuts=(Cut("redemption.operations.reveal", "filter(id=redemption_id, member_id=member_id)", "filter(id=redemption_id)"),),
    ),
    Control(
        "enterprise_of_a_key",
        "neighbours",
        _ANOTHERS,
        cuts=(Cut("benefits.queries.api.batches", "filter(id=batch_id, enterprise_id=enterprise_id)", "filter(id=batch_id)"),),
        sql=(NO_POLICIES,),
    ),
    Control(
        "enterprise_of_the_console",
        "neighbours_at_the_console",
        _ANOTHERS,
        cuts=(
            Cut(
                "common.console.tenant",
                "return super().get_queryset(request).filter(**{self.tenant_path: enterprise_of(request)})",
                "return super().get_queryset(request)",
            ),
        ),
        sql=(NO_POLICIES,),
    ),
    Control(
        "login_code_once",
        "code_used_twice",
        ("a one-time code opens once",),
        cuts=(Cut("members.rules.one_time_code", "if kept.used_at is not None or at >=", "if at >="),),
    ),
    Control(
        "session_ended",
        "signed_out",
        ("a session that has ended opens nothing",),
        cuts=(
            Cut(
                "members.queries.sessions",
                "MemberSession.objects.filter(ended_at=None, **given, **living)",
                "MemberSession.objects.filter(**given, **living)",
            ),
        ),
    ),
)
