"""``manage.py verify``: every invariant, one line each; exit status 1 and the offending ids if one is broken."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from analytics.operations import prove_all
from common import clock


class Command(BaseCommand):
    help = "Check every invariant of the platform in SQL."

    def handle(self, *args: Any, **options: Any) -> None:
        proven = prove_all(at=clock.now())
        for result in proven:
            self.stdout.write(f"{'ok    ' if result.holds else 'BROKEN'} {result.invariant.name}: {result.invariant.sentence}")
            for offender in result.offenders:
                self.stdout.write(f"         {offender}")
            if result.broken_count > len(result.offenders):
                self.stdout.write(f"         … {result.broken_count} in all")
        broken = sum(not result.holds for result in proven)
        self.stdout.write(f"{len(proven) - broken} of {len(proven)} hold")
        if broken:
            sys.exit(1)
