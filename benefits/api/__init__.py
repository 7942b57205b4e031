"""The enterprise API, ``/api/enterprise/v1/``: programs of an enterprise grant benefits and read what became of them."""
