"""Keys from a key: one for each purpose."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose. Knowing one tells nothing of another, nor of the secret."""
    return HKDF(SHA256(), 32, salt=None, info=f"quanyi/{purpose}".encode()).derive(secret)
