"""The Celery application of the subjects that use Celery."""

from celery import Celery

app = Celery("benchmarks", include=["benchmarks.engines.jobs"])
app.config_from_object("django.conf:settings", namespace="CELERY")
