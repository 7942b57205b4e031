"""What stands behind ``make``: the supervisor of ``make run``, and the rigs of the other targets. Knows nothing of Django."""
