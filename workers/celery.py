"""The Celery app. Messages are doorbells: losing, doubling or delaying one changes nothing."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")
# `manage.py check` checks; doing so here would read all pages, and keep them in memory.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

from celery import Celery
from django.conf import settings

from workers.schedule import SCHEDULE

app = Celery("campus")
app.conf.update(
    broker_url=settings.BROKER_URL,
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    # A message is given back when its worker dies, and soon: the time limits lie below the
    # visibility timeout, so a task that still runs is never given to a second worker.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_soft_time_limit=40,
    task_time_limit=50,
    broker_transport_options={
        "visibility_timeout": 60,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 2,
        "socket_connect_timeout": 1,
    },
    # Jobs may take longer than that, so their messages are acknowledged on receipt. A longer
    # visibility timeout of their own would not help: whoever looks gives back what is older than
    # *its* timeout, from every queue. A message lost that way is found by the sweeper.
    task_routes={"jobs.*": {"queue": "jobs"}},
    # A broker that is down must not hold up the request that rings; the sweeper finds the work.
    task_publish_retry=False,
    broker_connection_retry_on_startup=True,
    worker_soft_shutdown_timeout=5,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule=SCHEDULE,
    beat_scheduler="workers.scheduling:Scheduler",
    include=["workers.tasks"],
)
