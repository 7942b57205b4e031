"""
Duties: the one registry of what is privileged, how often a day a person may do it, and what needs a second one.

``walk`` finds everything that there is; ``registry`` says what holds for each; a test compares the two.
"""
