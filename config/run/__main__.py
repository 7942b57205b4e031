"""``python -m config.run``: what ``make run`` does."""

import sys

from config.embedded import EmbeddedRefused
from config.run.steps import StepFailed
from config.run.stopping import Stopping
from config.run.supervisor import PortTaken, Supervisor
from config.run.surroundings import read_surroundings


def main() -> int:
    """Exit status: 0 after a stop that was asked for, 1 when something could not start."""
    try:
        Supervisor(read_surroundings(), Stopping()).run()
    except (EmbeddedRefused, PortTaken, StepFailed, ValueError, OSError) as refused:
        print(f"\n{refused}", file=sys.stderr)
        return 1
    print("Stopped. The data is kept; make run resumes. 已停止，数据已保留。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
