"""What the consoles' pages may load: a little more than the rest of the platform, and only under their addresses."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpResponseBase

# Alpine evaluates the expressions in its attributes, and unfold writes its theme into a style element. A nonce beside
# 'unsafe-inline' would switch it off again, so both directives are replaced, not widened.
CONSOLE_POLICY = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


def relax(response: HttpResponseBase) -> HttpResponseBase:
    """Mark one response of a console; the middleware writes the header."""
    response._csp_replace = CONSOLE_POLICY  # type: ignore[attr-defined]
    return response
