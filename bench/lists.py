"""
Lists and searches of both consoles beside a million grants: what the server needs for each page, in the median.

The product's own views in this process, from the address to the last byte, without a network and without a cache of pages.
"""

from statistics import median

from django.core.management import call_command
from django.test import Client

from bench.figures import Aim, Figure
from bench.ground import make_grants, make_ground, make_stock, settle_tables
from bench.loads import seconds
from benefits.models import Grant
from members.models import User
from tests.factories import make_operator, make_staff

GRANTS, MEMBERS, BENEFITS = 1_000_000, 20_000, 20
TIMES, WARM_UP = 20, 3
LIMIT_MS = 150.0


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """Each page again and again; the slowest pages are those that count."""
    count, members = max(2_000, int(GRANTS * scale)), max(200, int(MEMBERS * scale))
    ground = make_ground(members=members)
    for _ in range(BENEFITS):
        make_grants(ground, make_stock(1)[0], count // BENEFITS)
    settle_tables()
    call_command("collectstatic", interactive=False, verbosity=0)  # The pages name their files by hash.
    some = Grant.objects.order_by("id")[count // 3]
    operator = _signed_in(make_operator())
    hr = _signed_in(make_staff(ground.enterprise, role="hr_admin").user)
    grants, held = "/ops/benefits/grant/", "/hr/benefits/grant/"
    pages = {
        "operators: grants": (operator, grants),
        "operators: by serial": (operator, f"{grants}?q={some.serial}"),
        "operators: of one member": (operator, f"{grants}?q={some.member_id}"),
        "operators: by state": (operator, f"{grants}?state__exact=claimable"),
        "operators: by a state that none is in": (operator, f"{grants}?state__exact=revoked"),
        "operators: of one benefit": (operator, f"{grants}?benefit__id__exact={some.benefit_id}"),
        "operators: of one budget": (operator, f"{grants}?budget__id__exact={some.budget_id}"),
        "operators: members": (operator, "/ops/members/member/"),
        "operators: one grant": (operator, f"{grants}{some.id}/change/"),
        "HR: who has what": (hr, held),
        "HR: by serial": (hr, f"{held}?q={some.serial}"),
        "HR: one member": (hr, f"/hr/members/member/{some.member_id}/change/"),
    }
    figures = [Figure(name, _milliseconds(client, path), "limit", LIMIT_MS, "ms", Aim(1)) for name, (client, path) in pages.items()]
    return figures, [f"{count:,} grants, {members:,} members, medians of {TIMES}"]


def _signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1", "accept-language": "zh-hans"})
    client.force_login(user, backend="members.staff_login.StaffBackend")
    return client


def _milliseconds(client: Client, path: str) -> float:
    def ask() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} was answered {answer.status_code}")

    for _ in range(WARM_UP):
        ask()
    return median(seconds(ask) for _ in range(TIMES)) * 1000
