"""The controls, house by house."""
