"""Reads of redemption: frozen shapes, never rows. A code itself is never among them."""
