"""
Every text a person sees has a Chinese translation, well worded, and the compiled catalogue is the one of its source.

``python -m config.run.messages``. Works on a copy: nothing in the repository is changed. Needs gettext.
"""

import gettext
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from config.run.surroundings import ROOT
from config.run.wording import faults

LOCALE = "zh_Hans"
_NOT_OURS = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "tests", "bench", "static", "docs")


def complaints(root: Path = ROOT) -> list[str]:
    """One line for each text that is untranslated, doubtful or badly worded, and for each compiled catalogue that is missing or stale."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(root, copy, ignore=_NOT_OURS)
        _extract(copy)
        names = sorted(each.relative_to(copy) for each in (copy / "locale").rglob("*.po"))
        return [line for name in names for line in _complaints(name, root, copy)]


def main() -> int:
    """Exit status: 0 when there is nothing to complain about."""
    found = complaints()
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


def _extract(copy: Path) -> None:
    (copy / "locale" / LOCALE / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LOCALE, "--no-wrap", "--verbosity", "0"]
    # Without settings it looks into ./locale and needs neither secrets nor a database.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=environment, check=True)


def _complaints(name: Path, root: Path, copy: Path) -> list[str]:
    catalogue = root / name
    if not catalogue.exists():
        return [f"{name}: missing; make it with: .venv/bin/python manage.py makemessages --locale {LOCALE}"]
    doubtful = _texts(catalogue, "--only-fuzzy")
    # Merging guesses at a new text from one like it; a guess is no translation.
    merged = [text for which in ("--untranslated", "--only-fuzzy") for text in _texts(copy / name, which)]
    lines = [f"{name}: not translated: {text}" for text in merged if text not in doubtful]
    lines += [f"{name}: doubtful (fuzzy): {text}" for text in doubtful]
    return [*lines, *(f"{name}: {fault}" for fault in faults(catalogue)), *_staleness(catalogue, root)]


def _texts(catalogue: Path, which: str) -> list[str]:
    command = ["msgattrib", which, "--no-obsolete", "--no-wrap", str(catalogue)]
    entries = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n\n")
    texts = [_text(entry) for entry in entries]
    return [text for text in texts if text]


def _text(entry: str) -> str:
    found = re.search(r'^msgid ((?:".*"\n?)+)', entry, re.MULTILINE)
    return "".join(re.findall(r'"(.*)"', found[1])) if found else ""


def _staleness(catalogue: Path, root: Path) -> list[str]:
    compiled = catalogue.with_suffix(".mo")
    name = compiled.relative_to(root)
    if not compiled.exists():
        return [f"{name}: missing; compile it with: .venv/bin/python manage.py compilemessages --ignore .venv"]
    fresh = subprocess.run(["msgfmt", "--output-file=-", str(catalogue)], capture_output=True, check=True).stdout
    if _content(compiled.read_bytes()) == _content(fresh):
        return []
    return [f"{name}: older than its source; compile it with: .venv/bin/python manage.py compilemessages --ignore .venv"]


def _content(compiled: bytes) -> dict[object, object]:
    with tempfile.TemporaryFile() as file:
        file.write(compiled)
        file.seek(0)
        catalogue = gettext.GNUTranslations(file)
    texts: dict[object, object] = dict(vars(catalogue)["_catalog"])
    texts.pop("", None)  # The header carries dates.
    return texts


if __name__ == "__main__":
    sys.exit(main())
