"""The registry: every duty by its name. Whoever adds an act, a page, a command or a write of an API adds its line."""

from common.duties.duty import Duty
from common.duties.table.apis import API_DUTIES
from common.duties.table.enterprises import HR_DUTIES
from common.duties.table.operators import OPS_DUTIES
from common.duties.table.shell import COMMAND_DUTIES

DUTIES: dict[str, Duty] = {duty.name: duty for duty in (*OPS_DUTIES, *HR_DUTIES, *API_DUTIES, *COMMAND_DUTIES)}


def duty_named(name: str) -> Duty | None:
    """The duty of this name; ``None`` for what is not privileged, such as a list."""
    return DUTIES.get(name)
