"""The portal's views, one file a page. Each translates in, calls one operation or query, and translates out."""
