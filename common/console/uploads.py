"""Uploads rest in memory and never in a file, for they may hold codes; one that is too large is told so."""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext_lazy as _


class MemoryUpload(MemoryFileUploadHandler):
    """Of a file above ``FILE_UPLOAD_MAX_MEMORY_SIZE`` the name and the size remain, where Django would say that none came."""

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.activated:
            return super().file_complete(file_size)
        return InMemoryUploadedFile(BytesIO(), self.field_name, self.file_name, self.content_type, file_size, self.charset)


def refuse_too_large(file: UploadedFile) -> None:
    """:raises ValidationError: the file was too large to be taken in; nothing of it is there."""
    most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    if (file.size or 0) > most:
        sentence = _("The file is larger than %(megabytes)s MB. Split it into several.")
        raise ValidationError(sentence, params={"megabytes": most // (1024 * 1024)})
