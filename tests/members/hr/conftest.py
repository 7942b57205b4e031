"""As at the desk of benefits: the samples speak of November 2026."""

from tests.benefits.hr.conftest import november

__all__ = ["november"]
