"""What the two APIs read of benefits: pages of grants, the catalogue of a member, batches row by row, budgets."""
