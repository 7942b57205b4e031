"""What both APIs share: strict reading, bearer tokens, pages, idempotency, limits, and their description in OpenAPI."""
