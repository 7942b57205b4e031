"""
Debian packages that a make target needs, installed when we may, else named with the command that installs them.

``python -m config.run.system_packages chromium gettext``
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "gettext": ("msgfmt",),
}
FOLDERS = {"fonts-noto-cjk": ("/usr/share/fonts/opentype/noto",)}


def missing_packages(wanted: list[str]) -> list[str]:
    """Those that are not installed, in the order asked for."""
    return [package for package in wanted if not _is_there(package)]


def install(packages: list[str]) -> bool:
    """Install through apt as root or through sudo without a password; False if we may not, or it failed."""
    apt = shutil.which("apt-get")
    prefix = _as_root()
    if apt is None or prefix is None:
        return False
    print(f"Installing {', '.join(packages)} (once) …", flush=True)
    _silently([*prefix, apt, "update", "-qq"])
    noninteractive = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    return _silently([*noninteractive, apt, "install", "-y", "-qq", "--no-install-recommends", *packages])


def main(wanted: list[str]) -> int:
    """Exit status: 0 when all are there."""
    missing = missing_packages(wanted)
    if not missing or install(missing):
        return 0
    print(f"Needed and not installed: {', '.join(missing)}. Install with:\n  sudo apt install {' '.join(missing)}")
    return 1


def _is_there(package: str) -> bool:
    programs = PROGRAMS.get(package, ())
    return any(map(shutil.which, programs)) or any(Path(folder).is_dir() for folder in FOLDERS.get(package, ()))


def _silently(command: list[str]) -> bool:
    null = subprocess.DEVNULL
    return subprocess.run(command, stdin=null, stdout=null, stderr=null, check=False).returncode == 0


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
