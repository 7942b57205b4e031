"""The table of controls: which guard goes, in which scene, and who must notice. Read by every process of a rig that plays one."""

from tests.stress.controls.control import Control
from tests.stress.controls.table import codes, grants, money, people, platform, requests, suppliers

CONTROLS: dict[str, Control] = {
    control.name: control for house in (codes, grants, money, requests, suppliers, people, platform) for control in house.CONTROLS
}
