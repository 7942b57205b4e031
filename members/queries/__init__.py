"""Reads of members: frozen shapes, never rows. Other houses come through here."""

from members.queries.sessions import Session, SignedInMember, member_of_token, sessions_of

__all__ = ["Session", "SignedInMember", "member_of_token", "sessions_of"]
