"""Secrets a newcomer need not think of: made once, kept in ``DATA_DIR``. Production brings its own and never comes here."""

import base64
import json
import os
import secrets
from pathlib import Path


def load_or_create(data_dir: Path) -> dict[str, str]:
    """
    ``SECRET_KEY`` (86 characters) and ``VAULT_KEY`` (32 bytes, base64), the same at every call.

    Replays  of two processes that come first at once, one's secrets win and both return them.
    """
    path = data_dir / "secrets.json"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _create(path)
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _create(path: Path) -> None:
    made = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "VAULT_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    draft = path.with_name(f"secrets.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file)
    try:
        os.link(draft, path)  # Unlike a rename, this never replaces what another process has just written.
    except FileExistsError:
        pass
    finally:
        draft.unlink()
