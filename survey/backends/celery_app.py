"""The Celery app of the projects with Celery."""

from celery import Celery

app = Celery("survey")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["tests.contract"])
app.autodiscover_tasks(["tests.contract"], related_name="async_tasks")
