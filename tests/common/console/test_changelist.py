"""What is drawn once for a whole list is what would be drawn for each of its rows."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import translation
from unfold.admin import checkbox

from common.console.changelist import checkbox_of


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("row_id", ["01a2030d-4d12-7284-a537-47ae72ce73c8", 7, '"><script>'])
def test_box_of_a_row_is_the_one_that_unfold_draws(language: str, row_id: object) -> None:
    with translation.override(language):
        assert checkbox_of(row_id) == checkbox.render(ACTION_CHECKBOX_NAME, str(row_id))
