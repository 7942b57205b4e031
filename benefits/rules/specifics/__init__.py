"""What a benefit of each kind promises beside its common terms: the fields, what may be wrong with them, and the codes of coupons. Pure."""

from benefits.rules.specifics.faults import faults_of_specifics, kept_specifics, opened_specifics
from benefits.rules.specifics.kinds import SPECIFICS, specifics_of
from benefits.rules.specifics.shape import Form, Specific

__all__ = ["SPECIFICS", "Form", "Specific", "faults_of_specifics", "kept_specifics", "opened_specifics", "specifics_of"]
