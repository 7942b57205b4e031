"""The addresses of the enterprise API."""

from django.urls import path, register_converter

from benefits.api import batches, budgets, events, grants, people


class ExternalId:
    """The enterprise's own id of a member: anything printable without a slash."""

    regex = r"[^/\x00-\x1f\x7f]{1,128}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Serial:
    """A printed number, such as ``G-7K2M-9QXD-4H1VW``."""

    regex = r"[A-Z0-9-]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExternalId, "external_id")
register_converter(Serial, "serial")

urlpatterns = [
    path("grants", grants.Grants.as_view()),
    path("grants/<serial:serial>", grants.Grant.as_view()),
    path("batches", batches.Batches.as_view()),
    path("batches/<uuid:batch_id>", batches.Batch.as_view()),
    path("batches/<uuid:batch_id>/rows", batches.BatchRows.as_view()),
    path("batches/<uuid:batch_id>/undo", batches.BatchUndo.as_view()),
    path("members/<external_id:external_id>", people.Member.as_view()),
    path("events", events.Events.as_view()),
    path("budgets", budgets.Budgets.as_view()),
]
