"""The registry as staff read it."""

import pytest
from django.urls import reverse

from tests.analytics.admin.world import sign_in
from tests.factories import make_operator

pytestmark = pytest.mark.django_db


def test_whoever_needs_no_right_of_its_name_is_said_in_the_readers_language() -> None:
    client = sign_in(make_operator())
    context = client.get(reverse("ops:duties"), headers={"accept-language": "zh-hans"}).context
    worded = {duty.right: str(right) for duty, right in context["duties"] if "." not in duty.right}
    assert len(worded) > 3
    assert [words for right, words in worded.items() if words == right] == []
