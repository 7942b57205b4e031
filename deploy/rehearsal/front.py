"""The proxy in front: nginx with the repository's own site, without TLS, for two web servers."""

import re
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.tether import tether
from config.run.ports import is_free
from config.run.surroundings import ROOT

SITE = ROOT / "deploy" / "nginx"


@dataclass(slots=True)
class Front:
    """nginx on ``port``, before the web servers on ``behind``."""

    folder: Path
    port: int
    behind: tuple[int, ...]
    _process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """It listens when this returns."""
        command = [*tether("TERM"), found() or "nginx", "-c", str(self._written()), "-g", "daemon off;"]
        with (self.folder / "nginx.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + 10
        while is_free("127.0.0.1", self.port) and time.monotonic() < end:
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def _written(self) -> Path:
        site = re.sub(r"\n\s+ssl_\w+ [^;]+;", "", (SITE / "quanyi.conf").read_text())
        site = site.replace("443 ssl", f"127.0.0.1:{self.port}").replace("/var/log/nginx/quanyi.log", str(self.folder / "access.log"))
        # Its two other servers redirect to https and say that it lives; neither is played here.
        site = site[site.index(f"server {{\n    listen 127.0.0.1:{self.port}") :]
        upstream = (SITE / "upstream-host.conf").read_text()
        for number, port in enumerate(self.behind, start=8001):
            upstream = upstream.replace(f"127.0.0.1:{number}", f"127.0.0.1:{port}")
        limits = (SITE / "limits.conf").read_text()
        temporary = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        whole = f"pid {self.folder}/nginx.pid; error_log {self.folder}/nginx-error.log; events {{}}\nhttp {{ {temporary}\n{limits}\n{upstream}\n{site} }}"
        path = self.folder / "nginx.conf"
        path.write_text(whole)
        return path


def found() -> str | None:
    """Debian keeps it where an ordinary user's path does not lead."""
    return shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
