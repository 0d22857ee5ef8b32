"""Who reads the newsletters."""

from django.db import models


class Subscriber(models.Model):
    """Somebody who may have confirmed an address."""

    email = models.EmailField(unique=True)
    is_confirmed = models.BooleanField(default=False)
