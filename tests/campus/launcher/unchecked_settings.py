"""The settings of a campus that does not ask whether its connections still live: a control."""

from .plain_settings import *  # noqa: F403

DATABASES["default"]["CONN_HEALTH_CHECKS"] = False  # noqa: F405
