"""What a change through a form leaves behind: its author in the feed, and a page that tells it."""

from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse

from common.console.names import actor_of
from common.console.trail import trail_page
from common.feed import feed_id, note, sign


class SignedChanges:
    """
    Mixed into an admin: the feed is its log.

    ``noun`` is what the row is called in the feed, where that is not the model's name.
    """

    noun: str = ""
    opts: Any

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        """Signed like an operation, so that the triggers know who it was; a change of plain fields is noted beside it."""
        sign(actor_of(request))
        super().save_model(request, obj, form, change)  # type: ignore[misc]
        if change and form.changed_data:
            note(f"{self.feed_noun}.edited", subject=(self.feed_noun, feed_id(self.feed_noun, obj.pk)), data={"fields": form.changed_data})

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature.
        """Rows under the row belong to its story."""
        super().save_formset(request, form, formset, change)  # type: ignore[misc]
        counts = {"added": len(formset.new_objects), "changed": len(formset.changed_objects), "removed": len(formset.deleted_objects)}
        if change and any(counts.values()):
            rows = str(formset.model._meta.model_name)
            note(
                f"{self.feed_noun}.edited",
                subject=(self.feed_noun, feed_id(self.feed_noun, form.instance.pk)),
                data={"rows": rows, **counts},
            )

    def log_addition(self, *args: Any, **kwargs: Any) -> Any:
        """The feed is the log."""

    def log_change(self, *args: Any, **kwargs: Any) -> Any:
        """The feed is the log."""

    def log_deletions(self, *args: Any, **kwargs: Any) -> Any:
        """The feed is the log."""

    @property
    def feed_noun(self) -> str:
        return self.noun or str(self.opts.model_name)

    def reader_enterprise(self, request: HttpRequest) -> Any:
        """The enterprise for which a trail is written; ``None`` for the platform's own people."""
        return None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if obj is None or not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise Http404
        return trail_page(self, request, obj)
