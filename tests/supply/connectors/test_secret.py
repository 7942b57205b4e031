"""A secret shows itself nowhere."""

import json
import pickle
from collections.abc import Callable
from dataclasses import asdict

import pytest

from supply.connectors.base import ConnectorSettings, DeliveredCode, Secret

TEXT = "ABCD-EFGH-JKLM"


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r:>20}".format, lambda secret: f"{[secret]}"])
def test_a_secret_shows_stars(show: Callable[[Secret], str]) -> None:
    assert TEXT not in show(Secret(TEXT))


@pytest.mark.parametrize("carry", [pickle.dumps, json.dumps, lambda secret: asdict(DeliveredCode(None, secret, None))])
def test_a_secret_is_not_carried_away(carry: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError):
        carry(Secret(TEXT))


def test_a_secret_equals_its_twin_and_not_its_text() -> None:
    assert (Secret(TEXT) == Secret(TEXT), Secret(TEXT) == Secret("other"), Secret(TEXT) == TEXT) == (True, False, False)


def test_settings_do_not_show_their_secret() -> None:
    assert TEXT not in repr(ConnectorSettings(base_url="https://a.test", key_id="k", secret=Secret(TEXT)))


def test_reveal_gives_the_text() -> None:
    assert Secret(TEXT).reveal() == TEXT
