"""A fake supplier with its own book. It shares no table and no model with the platform, so it can be the judge of it."""
