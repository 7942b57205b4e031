"""The platform with one page more: signed in, behind the whole middleware, and empty. Served by benchmarks alone."""

from django.conf import settings

from config.wsgi import application

settings.ROOT_URLCONF = "bench.urls"

__all__ = ["application"]
