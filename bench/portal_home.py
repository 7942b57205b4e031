"""
The portal's first page of a member with fifty grants, beside an empty page behind the same sign-in.

Both over HTTP from the same server, one connection, one request after the other. The empty page asks the database one
question: who the member is. Bytes: the page and everything it names, as a browser that takes compression receives them.
"""

import gzip
import re
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figures import Aim, Figure
from bench.ground import make_grants, make_ground, make_stock, settle_tables, sign_in_all
from bench.loads import seconds
from bench.web import served
from bench.wire import Answer, Connection, request
from redemption.portal.cookies import SESSION

GRANTS, BENEFITS = 50, 10
REQUESTS, WARM_UP = 400, 30
EMPTY = "/bench/empty/"
_ASSET = re.compile(r"""(?:src|href)="(/static/[^"]+)["]""")


def measure(scale: float) -> tuple[list[Figure], list[str]]:
    """The two pages in turn, so that both meet the same neighbours."""
    requests = max(20, int(REQUESTS * scale))
    ground = make_ground(members=1)
    for _ in range(BENEFITS):
        make_grants(ground, make_stock(20)[0], GRANTS // BENEFITS)
    token = sign_in_all(ground, kind="portal")[ground.members[0].id]
    settle_tables()
    with served(application="bench.wsgi:application", with_assets=True) as port:
        ask = _asker(port, token)
        for _ in range(WARM_UP):
            ask("/"), ask(EMPTY)
        pairs = [(seconds(lambda: ask("/")) * 1000, seconds(lambda: ask(EMPTY)) * 1000) for _ in range(requests)]
        page = ask("/")
        assets = _assets(page, ask)
    home, empty = (median(side) for side in zip(*pairs, strict=True))
    queries = _queries(token)
    figures = [
        Figure("first page", home, "empty page", empty, "ms", Aim(4)),
        Figure("its queries", queries, "limit", 8, "", Aim(1)),
        Figure("first visit over the wire", (page.bytes_read + sum(assets.values())) / 1000, "limit", 100, "kB", Aim(1)),
    ]
    named = ", ".join(f"{path.rpartition('/')[2]} {size / 1000:.1f} kB" for path, size in assets.items())
    return figures, [
        f"{GRANTS} grants of {BENEFITS} benefits, medians of {requests} requests each",
        f"page {page.bytes_read / 1000:.1f} kB; {named}",
    ]


def _asker(port: int, token: str) -> Callable[[str], Answer]:
    browser = Connection(port)

    def ask(path: str) -> Answer:
        answer = browser.ask(request("GET", path, Cookie=f"{SESSION}={token}", Accept_Encoding="gzip, br", Accept_Language="zh-CN"))
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered {answer.status}")
        return answer

    return ask


def _assets(page: Answer, ask: Callable[[str], Answer]) -> dict[str, int]:
    html = gzip.decompress(page.body) if page.header("content-encoding") == "gzip" else page.body
    return {path: ask(path).bytes_read for path in dict.fromkeys(_ASSET.findall(html.decode()))}


def _queries(token: str) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[SESSION] = token
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/").status_code == 200
    return len(captured)
