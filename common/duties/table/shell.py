"""Commands. Whoever has a shell on the host has everything; what they change stands in the feed."""

from common.duties.duty import Duty

COMMAND_DUTIES = (
    Duty("command.api_key", right="a shell on the host"),
    Duty("command.demo", right="a shell on the host"),
    Duty("command.migrate", right="a shell on the host"),
    Duty("command.rewrap_keys", right="a shell on the host"),
    Duty("command.sandbox_supplier", right="a shell on the host"),
    Duty("command.unfence", right="a shell on the host"),
    Duty("command.verify", right="a shell on the host"),
)
