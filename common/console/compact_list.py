"""Lists that stay short on a phone: a row in a few lines, where unfold would give each cell a line of its own."""


class CompactList:
    """Mixed into an admin of the enterprises' console, left of its base."""

    class Media:
        css = {"all": ["hr/hr.css"]}
