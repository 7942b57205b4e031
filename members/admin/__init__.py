"""Members on the operators' console, one file a noun."""

from members.admin import enterprises, keys, logins, members, messages, scopes, staff

__all__ = ["enterprises", "keys", "logins", "members", "messages", "scopes", "staff"]
