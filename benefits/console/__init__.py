"""What the operators' and the enterprises' console share: forms and acts over the same operations."""
