"""``manage.py api_key ENTERPRISE_SLUG``: a new key of the enterprise API, printed once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.actors import system
from members.operations import issue_api_key
from members.queries import enterprise_by_slug


class Command(BaseCommand):
    help = "Prints a new key of the enterprise API, and nothing else. It can't be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("enterprise", metavar="ENTERPRISE_SLUG")
        parser.add_argument("--label", default="command line")

    def handle(self, *_args: Any, **options: Any) -> None:
        enterprise = enterprise_by_slug(options["enterprise"])
        if enterprise is None:
            raise CommandError(f"There is no enterprise with the slug {options['enterprise']}.")
        key = issue_api_key(enterprise_id=enterprise.id, label=options["label"], by=system("command"), at=clock.now())
        self.stdout.write(key)
