"""What the host says: paths, secrets, modes. With ``DEBUG=0`` and ``DEMO=0`` a missing secret refuses to start."""

import os
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

from config.secrets_file import load_or_create

BASE_DIR = Path(__file__).resolve().parent.parent.parent


class _Said(FileAwareMapping):
    """NAME_FILE names a file that holds NAME: how containers hand secrets over. Editors end files with a line feed; it is no part of a key."""

    def __getitem__(self, name: str) -> str:
        return str(super().__getitem__(name)).strip()


class _Environment(environ.FileAwareEnv):
    ENVIRON = _Said()


env = _Environment()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=(DATA_DIR / "demo.json").exists())
TESTING = "pytest" in sys.modules

# Another shell beside ``make run`` finds its secrets; a host that says DEMO=0 never does.
_was_kept = "DEMO" not in os.environ and (DATA_DIR / "secrets.json").exists()
_kept = load_or_create(DATA_DIR) if DEBUG or DEMO or TESTING or _was_kept else {}


def secret(name: str) -> str:
    value = env.str(name, default=_kept.get(name, ""))
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it, or set DEMO=1 to try the platform with generated secrets.")
    return value


# Where a rig makes this process fail: see common.failpoints. Nobody's real benefits stand behind such a process.
FAILPOINTS = env.str("FAILPOINTS", default="")
FAILPOINTS_SEED = env.str("FAILPOINTS_SEED", default="0")
if FAILPOINTS and not (DEMO or DEBUG):
    raise ImproperlyConfigured("FAILPOINTS makes the platform fail on purpose: it is for rigs, and refuses to start without DEMO=1.")

SECRET_KEY = secret("SECRET_KEY")
VAULT_KEY = secret("VAULT_KEY")
# Master keys that still open what they wrapped, while it is being wrapped anew by VAULT_KEY.
VAULT_KEYS_KNOWN = env.list("VAULT_KEYS_KNOWN", default=[])
VAULT_PROVIDER = env.str("VAULT_PROVIDER", default="common.sealed.providers.EnvironmentKeys")

# The witness log: a folder outside the database's own disks, one file a host and day. Without it, nothing notices what a restore forgot.
WITNESS_LOG = env.str("WITNESS_LOG", default=str(DATA_DIR / "witness") if (DEMO or DEBUG) and not TESTING else "")
# Wait for the disk at each line too. Without it a line survives the process that wrote it, and not always the machine.
WITNESS_FSYNC = env.bool("WITNESS_FSYNC", default=False)

# What this platform is. A supplier's credential is bound to the one it was typed into, and refused everywhere else.
# Nobody is production by oversight: a copy for staging would spend production's money.
ENVIRONMENT = env.str("ENVIRONMENT", default="demo" if DEBUG or DEMO or TESTING or _was_kept else "")
if not ENVIRONMENT:
    raise ImproperlyConfigured(
        "ENVIRONMENT is not set. Say what this platform is: production, staging, … Suppliers' keys work only in their own."
    )

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}")
EMAIL_URL = env.str("EMAIL_URL", default="")
SMS_URL = env.str("SMS_URL", default="")
SANDBOX_URL = f"http://127.0.0.1:{env.str('SANDBOX_PORT', default='9001')}"
SANDBOX_SECRET = env.str("SANDBOX_SECRET", default="sandbox-secret-for-demonstration")
