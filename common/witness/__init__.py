"""
The witness: an append-only log outside the database of what left the platform, in ids alone; and the fence that it raises.

A database that was restored to an earlier time, or a standby that was promoted behind its primary, does not know what it has
forgotten. The witness does: where it knows more than the tables, nothing is given out until ``manage.py unfence`` has settled it.
"""

from common.witness.comparing import judges, unknown_entries
from common.witness.fence import Fenced, is_fenced, refuse_while_fenced
from common.witness.reading import Entry
from common.witness.writing import WitnessSilent, bear_witness, bear_witness_after_commit

__all__ = [
    "Entry",
    "Fenced",
    "WitnessSilent",
    "bear_witness",
    "bear_witness_after_commit",
    "is_fenced",
    "judges",
    "refuse_while_fenced",
    "unknown_entries",
]
