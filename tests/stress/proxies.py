"""The proxy as a child: started, told what to do, and asked how many lines it carries."""

import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from config.embedded.tether import tether

ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Proxies:
    """Routes by name, each with the port to use in the place of the real one."""

    ports: dict[str, int]
    _process: subprocess.Popen[str]

    @classmethod
    def start(cls, targets: dict[str, int]) -> Self:
        """One process for all routes; it listens when this returns."""
        ports: dict[str, int] = {}
        for name in targets:
            ports[name] = free_port()
        words = [f"{name}={ports[name]}:{target}" for name, target in targets.items()]
        process = subprocess.Popen(
            [*tether("TERM"), sys.executable, "-m", "tests.stress.proxy", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        proxies = cls(ports, process)
        proxies._answer()
        return proxies

    def set(self, route: str, mode: str, *, seconds: float = 0.0) -> dict[str, Any]:
        """Have a route behave so from now on."""
        return self._tell({"route": route, "mode": mode, "seconds": seconds})

    def point(self, route: str, port: int) -> None:
        """Have a route lead to another port; its open lines are cut."""
        self._tell({"route": route, "mode": "point", "seconds": port})

    def count(self, route: str) -> dict[str, Any]:
        """Its open lines, how many COMMITs it has swallowed the answer of, and its mode."""
        return self._tell({"route": route, "mode": "count"})

    def stop(self) -> None:
        """Hang up on everybody."""
        self._process.kill()
        self._process.wait()

    def _tell(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._answer())
        return answer

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the proxy has gone")
        return line


def free_port() -> int:
    """One that the kernel gives out, and nobody else is given soon."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port: int = trial.getsockname()[1]
        return port
