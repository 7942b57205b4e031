"""
Background work: bells, long jobs in steps, and the sweeper that finds what is due.

``ring`` sends a task by name after the commit, ``ring_again`` is the sweeper's. ``steps`` registers the step of a long job, ``start_job`` queues one.
``sweeps`` registers a search for due work. The broker may lose every message: the sweeper finds the work by its state.
"""

from common.jobs.bells import SLOT_SECONDS, hear, ring, ring_again, tell
from common.jobs.runner import JobFailed, Progress, allow_minutes, start_job, steps
from common.jobs.sweeper import sweeps

__all__ = ["SLOT_SECONDS", "JobFailed", "Progress", "allow_minutes", "hear", "ring", "ring_again", "start_job", "steps", "sweeps", "tell"]
