"""While callers race, the order of their locks is watched."""

from tests.locks.plugin import pytest_runtest_call

__all__ = ["pytest_runtest_call"]
