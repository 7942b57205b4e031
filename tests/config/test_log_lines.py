"""A request has one line in the log."""

from django.test import Client
from structlog.testing import capture_logs

from common.logs import drop_beginnings


def test_a_request_is_one_line_that_says_how_it_ended() -> None:
    with capture_logs(processors=[drop_beginnings]) as lines:
        Client().get("/healthz")
    assert [(line["event"], line["code"]) for line in lines] == [("request_finished", 200)]
