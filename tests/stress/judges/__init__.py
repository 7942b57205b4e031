"""Judges that know nothing of the platform's code: its tables, the clients' memory, the supplier's book, and everything it has written."""
