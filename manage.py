#!/usr/bin/env python
"""The command line of the platform."""

import os
import sys

OWNERS = {"migrate", "sqlmigrate", "sqlflush", "flush", "makemigrations", "createcachetable", "loaddata", "dumpdata", "pgtrigger", "shell"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from common.scope import OWNER, PLATFORM, begin_as

    # What makes and alters tables is their owner's; every other command sees what an operator sees.
    begin_as(OWNER if sys.argv[1:2] and sys.argv[1] in OWNERS else PLATFORM)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
