"""``python -m config.run.with_database COMMAND …``: run a command against a database of its own, durable as in earnest."""

import sys

from config.run.throwaway import run, throwaway_environment


def main(command: list[str]) -> int:
    """Exit status: the command's."""
    with throwaway_environment(durable=True) as environment:
        return run(command, {"DEMO": "0", "DEBUG": "1", **environment})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
