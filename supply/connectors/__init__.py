"""How we speak to suppliers: one contract, one adapter per protocol. No Django here, and no decision about orders."""
