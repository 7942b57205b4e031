"""The WSGI entry that granian serves."""

import gc
import os

from celery.signals import import_modules
from django.core.wsgi import get_wsgi_application

from config.celery import begin_as_platform

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Whatever loads the tasks here, the schedule's page for one: outside of a request a web server stays nobody.
import_modules.disconnect(begin_as_platform)
application = get_wsgi_application()

# What is loaded by now stays for as long as the process: the collector need not look through it again with every few requests,
# which cost a tenth of their time.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
