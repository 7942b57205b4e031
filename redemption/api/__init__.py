"""The member API, ``/api/v1/``: an enterprise's app lets its members sign in, see what is theirs, and take it."""
