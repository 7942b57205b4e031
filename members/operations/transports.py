"""
How a message leaves: mail through ``EMAIL_URL``, SMS through ``SMS_URL``.

The SMS gateway is an HTTP address that takes ``POST {"to", "text", "key"}`` as JSON and answers 2xx when it has taken the
message. ``key`` is the same when a message is sent again. A user and password in the address become basic authentication.
"""

import base64
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import environ
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from members.models.message import SentMessage

TIMEOUT_SECONDS = 10


class NotDelivered(Exception):
    """The gateway did not take the message. The text holds nothing of the message itself."""


def is_shown_only(channel: str) -> bool:
    """Whether the demo's inbox is all the delivery there is."""
    return settings.SHOWS_DEMO and not (settings.EMAIL_URL if channel == "email" else settings.SMS_URL)


def deliver(message: SentMessage) -> None:
    """
    Hand one message to its gateway.

    :raises NotDelivered: it was not taken, or nobody knows whether it was.
    """
    if message.channel == "email":
        _deliver_mail(message)
    else:
        _deliver_sms(message)


def _deliver_mail(message: SentMessage) -> None:
    if not settings.EMAIL_URL:
        raise NotDelivered("EMAIL_URL is not set")
    # A name with a line break in it must not write a header of its own.
    subject = " ".join(message.subject.split())
    mail = EmailMessage(subject, message.text, settings.DEFAULT_FROM_EMAIL, [message.to], connection=_mail_connection())
    mail.extra_headers["Message-ID"] = f"<{message.id}@{urllib.parse.urlsplit(settings.BASE_URL).hostname}>"
    try:
        mail.send()
    except (OSError, ValueError) as error:  # Whatever smtplib raises, and an address that can't stand in a header.
        raise NotDelivered(type(error).__name__) from error


def _mail_connection() -> Any:
    config = environ.Env.email_url_config(settings.EMAIL_URL)
    return get_connection(
        config["EMAIL_BACKEND"],
        host=config.get("EMAIL_HOST"),
        port=config.get("EMAIL_PORT"),
        username=config.get("EMAIL_HOST_USER"),
        password=config.get("EMAIL_HOST_PASSWORD"),
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        timeout=TIMEOUT_SECONDS,
    )


def _deliver_sms(message: SentMessage) -> None:
    if not settings.SMS_URL:
        raise NotDelivered("SMS_URL is not set")
    body = json.dumps({"to": message.to, "text": message.text, "key": message.key}).encode()
    try:
        with _opener.open(_request(settings.SMS_URL, body), timeout=TIMEOUT_SECONDS) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        raise NotDelivered(f"the gateway answered {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotDelivered(type(error).__name__) from error
    if not 200 <= status < 300:
        raise NotDelivered(f"the gateway answered {status}")


def _request(url: str, body: bytes) -> urllib.request.Request:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise NotDelivered("SMS_URL is not an http address")
    headers = {"Content-Type": "application/json"}
    if parts.username:
        userinfo = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(userinfo.encode()).decode()}"
    plain = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return urllib.request.Request(plain, body, headers, method="POST")  # noqa: S310  # The scheme is checked above.


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any) -> None:
        return None


# A gateway that redirects is misconfigured; following it would carry a one-time code to another host.
_opener = urllib.request.build_opener(_NoRedirects)
