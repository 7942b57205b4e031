"""``python -m supply.sandbox``: the same as ``manage.py sandbox_supplier``, without waiting for Django."""

import argparse
import sys

from .command_line import add_arguments, serve


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="supply.sandbox")
    add_arguments(parser)
    serve(vars(parser.parse_args()), say=_say)
