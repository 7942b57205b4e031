"""The files and the rehearsal of a deployment. Nothing of the product knows of it."""
