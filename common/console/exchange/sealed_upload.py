"""
Where an upload waits for its confirmation: nowhere. It goes into the page, sealed, and comes back with the confirmation.

No file, no cache, no table: any process may confirm, and what is never confirmed leaves nothing behind.
"""

import base64
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from import_export.tmp_storages import BaseStorage

from common import clock
from common.sealed import open_sealed, seal

FRESH_SECONDS = 3600
MOST_BYTES = 1024 * 1024


class UploadStale(Exception):
    """What came back is not what was sent out, or is older than an hour."""


class SealedUpload(BaseStorage):
    """Import-export's storage whose "file name" is the file itself, compressed and sealed for one model."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.purpose = f"console.upload.{label}"

    def save(self, data: bytes) -> None:
        packed = base64.b85encode(zlib.compress(data)).decode()
        sealed = seal(f"{int(clock.now().timestamp())}:{packed}", purpose=self.purpose)
        self.name = base64.urlsafe_b64encode(sealed).decode()

    def read(self) -> bytes:
        """
        The file again.

        :raises UploadStale: altered, of another model, or too old.
        """
        try:
            stamp, _colon, packed = open_sealed(base64.urlsafe_b64decode(self.name), purpose=self.purpose).partition(":")
        except (ValueError, InvalidTag) as error:
            raise UploadStale from error
        if clock.now().timestamp() - int(stamp) > FRESH_SECONDS:
            raise UploadStale
        return zlib.decompress(base64.b85decode(packed))

    def remove(self) -> None:
        """Nothing is kept, so nothing is to be removed."""
