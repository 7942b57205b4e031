"""Django's PostgreSQL, each of whose statements says in which scope it runs."""
