"""The models of the shop."""

from django.db import models


class Order(models.Model):
    """An order, which is charged and confirmed by tasks."""

    email = models.EmailField()
    is_paid = models.BooleanField(default=False)
