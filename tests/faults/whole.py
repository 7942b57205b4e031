"""The whole platform as real processes, brought up once for all cases, and what a case does with it."""

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.stress.acks import Acks, Finding
from tests.stress.faults import Troublemaker
from tests.stress.judges.supplier import Book, judge_supplier, read_book
from tests.stress.judges.tables import judge_tables
from tests.stress.plan import Plan
from tests.stress.pulse import Pulse
from tests.stress.settle import settle
from tests.stress.stage import Size, Stage
from tests.stress.wire import Answer, Program, Wire

_keys = itertools.count(1)


def new_key() -> str:
    """A key that no other request has."""
    return f"case-{time.time_ns()}-{next(_keys)}"


class Keeper(threading.Thread):
    """The thread that starts the processes and looks after them: they live as long as it does."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(name="keeper", daemon=True)
        self._stage = stage
        self._is_over = threading.Event()
        self.is_up = threading.Event()
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            self._stage.bring_up()
            self.is_up.set()
            while not self._is_over.wait(0.1):
                self._stage.look_after()
        except BaseException as error:
            self.trouble = error
            self.is_up.set()
        finally:
            self._stage.down()

    def stop(self) -> None:
        self._is_over.set()
        self.join(60)


@dataclass(slots=True)
class Whole:
    """A platform that runs, one member after the other, and its judges."""

    stage: Stage
    _members: Iterator[dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self._members = itertools.cycle(self.enterprise["members"])

    @property
    def enterprise(self) -> dict[str, Any]:
        enterprise: dict[str, Any] = self.stage.world["enterprises"][0]
        return enterprise

    @property
    def port(self) -> int:
        return self.stage.surroundings.port

    def program(self) -> Program:
        """A program of the enterprise on a line of its own."""
        return Program(Wire(self.port), "/api/enterprise/v1/", self.enterprise["key"])

    def granted(self, benefit: str = "ecard-100") -> "Tap":
        """A grant for the next member, to be claimed."""
        member = next(self._members)
        key, program = new_key(), self.program()
        body = {"member": {"staff_no": member["staff_no"]}, "benefit": benefit, "note": key}
        answer = until_answered(lambda: program.send("POST", "grants", body, key))
        assert answer.status == 201, answer.outcome
        return Tap(self, member, answer.json()["id"], "account" if benefit in ("video-month", "phone-50") else "")

    def batch(self, rows: int, *, benefit: str = "thanks-badge") -> str:
        """A batch of so many grants, sent."""
        people = self.enterprise["members"]
        grants = [
            {
                "member": {"staff_no": people[n % len(people)]["staff_no"]},
                "benefit": benefit if n % 7 else "no-such-thing",
                "note": f"row {n}",
            }
            for n in range(rows)
        ]
        key, program = new_key(), self.program()
        answer = until_answered(lambda: program.send("POST", "batches", {"grants": grants}, key))
        assert answer.status == 202, answer.outcome
        return str(answer.json()["id"])

    def read(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, as the database's owner sees them. Asked again while the database is away."""
        for _turn in range(100):
            try:
                with psycopg.connect(self.stage.owner_url, autocommit=True, connect_timeout=3) as judge:
                    cursor = judge.execute(sql.encode(), values)
                    return cursor.fetchall() if cursor.description else []
            except psycopg.OperationalError:
                time.sleep(0.1)
        raise TimeoutError("the database does not come back")

    def value(self, sql: str, *values: object) -> Any:
        """The first value of the first row; None without one."""
        rows = self.read(sql, *values)
        return rows[0][0] if rows else None

    def book(self) -> Book:
        """The supplier's."""
        return read_book(self.stage.supplier_url)

    @contextmanager
    def armed(self, who: str, *traps: str) -> Iterator[None]:
        """Failpoints of the web or of the workers, for as long as this lasts."""
        self.stage.traps(who).write_text("\n".join(traps))
        try:
            yield
        finally:
            self.stage.traps(who).write_text("")

    @contextmanager
    def line(self, route: str, mode: str, seconds: float = 0.0) -> Iterator[None]:
        """A proxy's line that misbehaves, for as long as this lasts."""
        self.stage.proxies.set(route, mode, seconds=seconds)
        try:
            yield
        finally:
            self.stage.proxies.set(route, "pass")

    def pid(self, piece: str) -> int:
        """The process of a piece that is up."""
        wait_until(lambda: self.stage.pieces[piece].pid is not None)
        return self.stage.pieces[piece].pid or 0

    def hurry(self) -> None:
        """As if the time of every lease and of every pause had passed."""
        self.read("UPDATE common_job SET leased_until = now() - interval '1 second' WHERE state = 'running'")
        self.read("UPDATE supply_topup SET leased_until = now() - interval '1 second' WHERE lease IS NOT NULL")
        self.read("UPDATE supply_topup SET submitted_at = submitted_at - interval '70 seconds' WHERE state IN ('submitting', 'unknown')")
        self.read("UPDATE supply_topup SET leased_until = NULL WHERE state = 'created'")
        self.read("UPDATE supply_topup SET next_query_at = now() WHERE state IN ('processing', 'unknown') AND lease IS NULL")

    def calm(self) -> None:
        """No trouble is left from an earlier case, and everything answers."""
        Troublemaker(self.stage, Plan(0, (), {}), Pulse(self.port, "", "")).calm()
        until_answered(lambda: self.program().get("budgets"))

    def assert_everything_holds(self) -> None:
        """All is at rest, and every judge is content."""
        left = settle(self.stage.owner_url, lambda: None, seconds=60)
        findings: list[Finding] = [*judge_tables(self.stage.owner_url), *judge_supplier(self.stage.owner_url, self.stage.supplier_url)]
        assert not left, f"not at rest: {left}\n{self._last_words()}"
        assert not findings, f"broken: {findings}"

    def _last_words(self) -> str:
        """Which pieces are up, and what each said last."""
        pieces = self.stage.pieces.items()
        return "\n".join(f"-- {name}, process {piece.pid}\n{piece.log.read_text(errors='replace')[-1500:]}" for name, piece in pieces)


@dataclass(slots=True)
class Tap:
    """One grant, its member, and the key of their tap."""

    whole: Whole
    member: dict[str, Any]
    grant: str
    needs: str = ""
    key: str = field(default_factory=new_key)
    wire: Wire = field(init=False)

    def __post_init__(self) -> None:
        self.wire = Wire(self.whole.port)

    def once(self) -> Answer:
        """One try, answered or not."""
        body = {"account": self.member["phone"]} if self.needs else {}
        return Program(self.wire, "/api/v1/", self.member["token"]).send("POST", f"grants/{self.grant}/claim", body, self.key)

    def until_answered(self) -> Answer:
        """The same request until it is answered; never with an internal error."""
        return until_answered(self.once)

    def redemptions(self) -> list[str]:
        """What the database has of it."""
        return [str(row[0]) for row in self.whole.read("SELECT id FROM redemption_redemption WHERE grant_id = %s", self.grant)]

    def topup(self) -> tuple[str, str, str]:
        """Id, reference and state of its top-up."""
        rows = self.whole.read(
            "SELECT t.id::text, t.reference, t.state FROM supply_topup t JOIN redemption_redemption r ON r.topup_id = t.id WHERE r.grant_id = %s",
            self.grant,
        )
        return rows[0][0], rows[0][1], rows[0][2]

    def assert_delivered_once(self, *, seconds: float = 40) -> None:
        """Its top-up comes to success, hurried on, and the supplier did it once."""
        end = time.monotonic() + seconds
        while self.topup()[2] != "succeeded":
            assert time.monotonic() < end, f"the top-up is still {self.topup()[2]}"
            self.whole.hurry()
            time.sleep(0.5)
        effects = [effect for effect in self.whole.book()["effects"] if effect["reference"] == self.topup()[1]]
        assert len(effects) == 1


def until_answered(ask: Callable[[], Answer], *, seconds: float = 45) -> Answer:
    """Ask again while the answer is lost or says: later."""
    end, acks = time.monotonic() + seconds, Acks()
    while True:
        answer = ask()
        acks.count("case", answer.outcome)
        assert acks.findings == []
        if not answer.is_to_retry:
            return answer
        assert time.monotonic() < end, f"no answer in {seconds:g} s, the last was {answer.outcome}"
        time.sleep(0.1)


def wait_until(condition: Callable[[], bool], *, seconds: float = 45, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Look again and again until the condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about in time"
        meanwhile()
        time.sleep(0.05)


def at_once(acts: Iterable[Callable[[], Any]]) -> list[Any]:
    """All of them together, each in a thread; their results in order, an exception raised again."""
    results: dict[int, Any] = {}

    def one(number: int, act: Callable[[], Any]) -> None:
        try:
            results[number] = act()
        except BaseException as error:
            results[number] = error

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(len(threads)):
        if isinstance(results[number], BaseException):
            raise results[number]
    return [results[number] for number in range(len(threads))]


@contextmanager
def brought_up(folder: Path) -> Iterator[Whole]:
    """A small platform in a folder, for as long as this lasts."""
    stage = Stage(folder, seed=1, size=Size(members=12, codes=600), keeps_ground=True)
    keeper = Keeper(stage)
    keeper.start()
    keeper.is_up.wait(900)
    try:
        if keeper.trouble is not None:
            raise keeper.trouble
        assert keeper.is_up.is_set(), "the platform did not come up"
        yield Whole(stage)
    finally:
        keeper.stop()
