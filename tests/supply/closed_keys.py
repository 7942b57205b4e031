"""A key provider that does not answer."""

from common.sealed import VaultClosed


class ClosedKeys:
    """Every call fails as one to a KMS that is away."""

    version = "closed"

    def wrap(self, data_key: bytes) -> bytes:
        raise VaultClosed

    def unwrap(self, wrapped: bytes, *, version: str) -> bytes:
        raise VaultClosed
