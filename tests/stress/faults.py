"""Making the plan's faults happen. Played by the one thread that looks after the processes."""

import json
import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg

from tests.stress.families import children_of, family, send
from tests.stress.plan import Fault, Plan
from tests.stress.pulse import Pulse
from tests.stress.stage import Stage


class Troublemaker:
    """Plays faults as their time comes, and ends those that last."""

    def __init__(self, stage: Stage, plan: Plan, pulse: Pulse, *, clerk: Callable[[], int | None] = lambda: None) -> None:
        self._stage, self._pulse, self._clerk = stage, pulse, clerk
        self._faults = list(plan.faults)
        self._dice = plan.dice("troublemaker")
        self._endings: list[tuple[float, Callable[[], object]]] = []
        self.played: Counter[str] = Counter()

    def turn(self, now: float) -> None:
        """Play what is due, so many seconds after the load began."""
        for ending in [each for each in self._endings if each[0] <= now]:
            self._endings.remove(ending)
            ending[1]()
        while self._faults and self._faults[0].at <= now:
            self.play(self._faults.pop(0), now)

    def play(self, fault: Fault, now: float = 0.0) -> None:
        """One fault; what lasts ends at a later turn."""
        self.played[fault.kind] += 1
        ending = getattr(self, "_" + fault.kind.replace(" ", "_"))(fault.how)
        if ending is not None:
            self._endings.append((now + float(fault.how.get("seconds", 1)), ending))

    def calm(self) -> None:
        """No trouble is left."""
        self._faults.clear()
        for _at, ending in self._endings:
            ending()
        self._endings.clear()
        for route in self._stage.proxies.ports:
            self._stage.proxies.set(route, "pass")
        for who in ("web", "workers"):
            self._stage.traps(who).write_text("")
        self._let_go_on()
        self._supplier("DELETE")

    def _let_go_on(self) -> None:
        """Whoever a failpoint stopped goes on: the platform's processes, and the clerk, whom the workers' traps catch too."""
        self._stage.continue_stopped()
        send(filter(None, [self._clerk()]), signal.SIGCONT)

    def _kill_web_worker(self, how: dict[str, Any]) -> None:
        self._kill_one(children_of(self._pid("web")))

    def _kill_web(self, how: dict[str, Any]) -> None:
        self._pulse.await_answer("web answers after its master was killed")
        send([self._pid("web")], signal.SIGKILL)

    def _kill_celery_child(self, how: dict[str, Any]) -> None:
        self._kill_one(children_of(self._pid(f"worker-{how['which']}")))

    def _kill_worker(self, how: dict[str, Any]) -> None:
        if how["which"] == "default":
            self._pulse.await_sweep("work goes on after a worker was killed")
        send(family(self._pid(f"worker-{how['which']}")), signal.SIGKILL)

    def _kill_beat(self, how: dict[str, Any]) -> None:
        send([self._pid(self._dice.choice(["beat", "beat-2"]))], signal.SIGKILL)

    def _kill_database(self, how: dict[str, Any]) -> None:
        pid = self._stage.database.pid
        if pid is not None:
            everybody = family(pid)
            self._pulse.await_answer("web answers after PostgreSQL was killed")
            self._pulse.await_sweep("work goes on after PostgreSQL was killed")
            send(everybody, signal.SIGKILL)

    def _kill_clerk(self, how: dict[str, Any]) -> None:
        send(filter(None, [self._clerk()]), signal.SIGKILL)

    def _terminate_backends(self, how: dict[str, Any]) -> None:
        for _turn in range(how["times"]):
            self._judge(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND random() < {how['odds']}"
            )
            time.sleep(0.1)

    def _empty_broker(self, how: dict[str, Any]) -> None:
        self._judge("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")

    def _pause_web_worker(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._pause(children_of(self._pid("web"))[:1])

    def _pause_worker(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._pause(family(self._pid(f"worker-{how['which']}")))

    def _slow_database(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._misbehave(how["route"], "delay", how["delay"])

    def _cut_database(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._misbehave(how["route"], how["mode"], 0)

    def _swallow_commit(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._misbehave(how["route"], "hold_commit", 0)

    def _trouble_supplier_line(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._misbehave("supplier", how["mode"], 0.5)

    def _change_supplier_mood(self, how: dict[str, Any]) -> None:
        self._supplier("DELETE")
        self._supplier("POST", how["odds"])

    def _arm_web(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._arm("web", how["traps"])

    def _arm_workers(self, how: dict[str, Any]) -> Callable[[], object]:
        return self._arm("workers", how["traps"])

    def _arm(self, who: str, traps: list[str]) -> Callable[[], object]:
        file = self._stage.traps(who)
        file.write_text("\n".join(traps))

        def disarm() -> None:
            file.write_text("")
            self._let_go_on()

        return disarm

    def _misbehave(self, route: str, mode: str, seconds: float) -> Callable[[], object]:
        self._stage.proxies.set(route, mode, seconds=seconds)
        return lambda: self._stage.proxies.set(route, "pass")

    def _pause(self, pids: list[int]) -> Callable[[], object]:
        send(pids, signal.SIGSTOP)
        return lambda: send(pids, signal.SIGCONT)

    def _kill_one(self, pids: list[int]) -> None:
        if pids:
            send([self._dice.choice(pids)], signal.SIGKILL)

    def _pid(self, piece: str) -> int:
        return self._stage.pieces[piece].pid or 0

    def _judge(self, sql: str) -> None:
        with suppress(psycopg.Error), psycopg.connect(self._stage.owner_url, autocommit=True, connect_timeout=2) as owner:
            owner.execute(sql.encode())

    def _supplier(self, method: str, odds: dict[str, float] | None = None) -> None:
        body = json.dumps(odds).encode() if odds else None
        with suppress(OSError):
            asked = urllib.request.Request(f"{self._stage.supplier_url}/chaos", data=body, method=method)
            urllib.request.urlopen(asked, timeout=3).close()
