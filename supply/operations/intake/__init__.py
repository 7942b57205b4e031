"""Codes coming in: a file is sealed, checked line by line, looked at by a person, and only then taken into stock."""
