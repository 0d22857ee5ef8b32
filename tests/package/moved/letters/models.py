"""The models of the newsletters."""

from django.db import models


class Subscriber(models.Model):
    """A subscriber, whose address may be confirmed."""

    email = models.EmailField(unique=True)
    is_confirmed = models.BooleanField(default=False)
