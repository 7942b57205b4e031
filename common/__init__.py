"""What every house stands on: feed, ledger, jobs, refusals, console, sheets, sealed fields, money, clock, ids."""
