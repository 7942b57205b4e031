"""The table of the registry, one file a door."""
