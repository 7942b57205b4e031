"""Whether the collected static files are still the ones of their sources: collecting takes seconds, this takes none."""

import hashlib
from pathlib import Path

from config.run.surroundings import ROOT, Surroundings


def are_collected(surroundings: Surroundings) -> bool:
    """Whether nothing has changed since they were last collected into the same folder."""
    stamp = _stamp(surroundings)
    return (_target(surroundings) / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == fingerprint()


def note_collected(surroundings: Surroundings) -> None:
    """Remember what they were collected from."""
    _stamp(surroundings).write_text(fingerprint())


def fingerprint(root: Path = ROOT) -> str:
    """What the result depends on: our files, the settings, and the versions of the packages that bring their own."""
    sources = [*root.glob("static/**/*"), *root.glob("*/static/**/*"), *root.glob("config/settings/*.py"), root / "requirements.lock"]
    seen = hashlib.sha256()
    for source in sorted(each for each in sources if each.is_file()):
        name = source.relative_to(root)
        if name.parts[0].startswith("."):
            continue  # What was collected into .data is the result, not a source.
        seen.update(f"{name}\0{hashlib.sha256(source.read_bytes()).hexdigest()}\n".encode())
    return seen.hexdigest()


def _target(surroundings: Surroundings) -> Path:
    return Path(surroundings.environ.get("STATIC_ROOT", surroundings.data_dir / "static"))


def _stamp(surroundings: Surroundings) -> Path:
    return _target(surroundings).with_name("static.stamp")
