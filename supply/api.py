"""The one address of suppliers: their callbacks. Answers are empty; what is wrong with a message is not told to its sender."""

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from common import clock
from supply.operations.topups.callback import Message, receive_callback

MOST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def callback(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one callback. It is judged by its raw bytes, so nothing is parsed before the signature is checked."""
    try:
        body = request.read(MOST_BYTES + 1)
    except UnreadablePostError:
        return HttpResponse(status=400)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    message = Message(request.headers, body, request.get_full_path())
    return HttpResponse(status=receive_callback(slug, message, at=clock.now()))


urlpatterns = [path("<slug:slug>/callback", callback, name="supplier_callback")]
