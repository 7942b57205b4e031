"""
The platform as real processes under load, while everything that can fail fails; judged by what is not the platform's own.

``python -m tests.stress`` is what ``make stress`` runs. Nothing of the product knows of it.
"""
