"""The topology of the guide, of plain processes: two of everything, a standby, a broker, a proxy."""

import signal
from dataclasses import dataclass, field, replace
from typing import Any

from config.run.child import Child
from config.run.pieces import children
from config.run.ports import first_free
from deploy.rehearsal.brokers import Broker
from deploy.rehearsal.front import Front
from deploy.rehearsal.standby import Standby
from tests.faults.whole import Whole, wait_until
from tests.stress.families import family, send
from tests.stress.proxies import Proxies
from tests.stress.stage import Stage
from tests.stress.wire import Wire


@dataclass(slots=True)
class Topology(Stage):
    """A stage with a second web server, a second worker, and a database that can be lost."""

    broker: Broker | None = None
    is_in_step: bool = True
    standby: Standby = field(init=False)
    front: Front = field(init=False)
    replication: Proxies = field(init=False)
    has_failed_over: bool = field(init=False, default=False)

    @property
    def owner_url(self) -> str:
        # Not super(): a dataclass with slots is another class than the one its body was compiled in.
        return self.standby.url if self.has_failed_over else str(Stage.owner_url.fget(self))  # type: ignore[attr-defined]

    def environment(self, route: str = "") -> dict[str, str]:
        told = Stage.environment(self, route)
        return told | {"BROKER_URL": self.broker.url} if self.broker else told

    def bring_up(self) -> None:
        if self.broker:
            self.broker.start()
        Stage.bring_up(self)
        # Only now: what came before need not be streamed twice.
        primary = int(self.database.url.rsplit(":", 1)[1].split("/")[0])
        self.replication = Proxies.start({"replication": primary})
        self.standby = Standby(self.folder, self.owner_url, self.replication.ports["replication"], first_free(range(25_400, 25_500)))
        self.standby.start()
        if self.is_in_step:
            self.standby.follow_in_step()
        else:
            self.replication.set("replication", "delay", seconds=1.5)
        self._double()

    def lose_primary(self) -> None:
        """``kill -9`` of the whole server; the standby takes its place, and every client is led there."""
        pid = self.database.pid
        self.has_failed_over = True
        send(family(pid) if pid else [], signal.SIGKILL)
        self.standby.promote()
        port = self.standby.port
        for route in ("web", "workers"):
            self.proxies.point(route, port)

    def look_after(self) -> None:
        if not self.has_failed_over:
            Stage.look_after(self)
            return
        for piece in list(self.pieces.values()):
            piece.deaths = 0
            piece.keep_alive()

    def down(self) -> None:
        for thing in ("front", "standby", "replication"):
            if hasattr(self, thing):
                getattr(self, thing).stop()
        Stage.down(self)
        if self.broker:
            self.broker.stop()

    def web_ports(self) -> tuple[int, int]:
        return self.surroundings.port, int(self.pieces["web-2"].command[self.pieces["web-2"].command.index("--port") + 1])

    def _double(self) -> None:
        """A second web server and worker, and the proxy before them."""
        port = first_free(range(self.surroundings.port + 1, self.surroundings.port + 9))
        second = {child.name: child for child in children(replace(self.surroundings, port=port), self.environment("workers"))}
        self.pieces["web-2"] = Child("web-2", second["web"].command, self.surroundings.logs / "web-2.log", self.environment("web"))
        words = tuple(word.replace("default@", "default-2@") for word in second["worker-default"].command)
        self.pieces["worker-default-2"] = Child(
            "worker-default-2", words, self.surroundings.logs / "worker-2.log", self.environment("workers")
        )
        for name in ("web-2", "worker-default-2"):
            self.pieces[name].start()
        self.front = Front(self.folder, first_free(range(port + 1, port + 9)), self.web_ports())
        # Without it, replacing the first web server would leave nobody.
        wait_until(lambda: Wire(port).ask("GET", "/healthz").status == 200, seconds=120)
        self.front.start()


@dataclass(slots=True)
class Fronted(Whole):
    """What a case does with it, by way of the proxy."""

    @property
    def port(self) -> int:
        stage: Any = self.stage
        return int(stage.front.port)
