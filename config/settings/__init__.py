"""Settings, one file a subject. Everything that differs between hosts is read in ``environment``."""

from config.settings.apps import *
from config.settings.database import *
from config.settings.environment import *
from config.settings.logs import *
from config.settings.look import *
from config.settings.security import *
from config.settings.tasks import *
