"""
``python -m tests.stress.clerk SEED``: the operator's acts, in a process that may be killed like any other. A line in, a line out.

``{"act": "reissue", "redemption": "…"}`` is answered ``{"outcome": "done"}``, or with the code of the refusal. ``errands`` has what
scenes ask for besides.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import django

from common.scope import PLATFORM, begin_as

begin_as(PLATFORM)
django.setup()

from django.db import DatabaseError, connection  # noqa: E402

from benefits.operations import revoke_grant  # noqa: E402
from common.actors import system  # noqa: E402
from common.failpoints import FailpointReached  # noqa: E402
from common.refusals import Refused  # noqa: E402
from config.celery import app  # noqa: E402
from redemption.operations import reissue, reverse_redemption  # noqa: E402
from supply.operations import void_code  # noqa: E402
from supply.operations.topups import query_topup_now  # noqa: E402
from tests.stress.errands import ERRANDS, all_at_once  # noqa: E402
from tests.stress.world import stock  # noqa: E402

BY = system("stress clerk")


def act(said: dict[str, Any], seed: int) -> dict[str, Any]:
    """Do what was said and say what came of it."""
    at = datetime.now(UTC)
    match said["act"]:
        case "reissue":
            made = reissue(redemption_id=UUID(said["redemption"]), by=BY, at=at, reason="stress")
            return {"made": str(made.id)}
        case "reverse":
            reverse_redemption(redemption_id=UUID(said["redemption"]), by=BY, at=at, reason="stress")
        case "revoke":
            revoke_grant(grant_id=UUID(said["grant"]), by=BY, at=at, reason="stress")
        case "void":
            void_code(code_id=UUID(said["code"]), by=BY, at=at, reason="stress")
        case "ask":
            query_topup_now(topup_id=UUID(said["topup"]), by=BY, at=at, reason="stress")
        case "stock":
            stock(seed, said["count"], said["first"])
        case "all at once":
            return {"answers": all_at_once(said["errands"], lambda errand: act(errand, seed))}
        case errand:
            return ERRANDS[errand]({"seed": seed, **said})
    return {}


def main(seed: int) -> None:
    """Until there is nothing more to read."""
    app.loader.import_default_modules()
    print(json.dumps({"outcome": "ready"}), flush=True)
    for line in sys.stdin:
        try:
            answer = {"outcome": "done", **act(json.loads(line), seed)}
        except Refused as refused:
            answer = {"outcome": refused.code}
        except DatabaseError as error:
            answer = {"outcome": f"lost {type(error).__name__}"}
        except FailpointReached:
            answer = {"outcome": "lost failpoint"}
        finally:
            connection.close()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
