"""The one page of the shop."""

from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from .models import Order
from .tasks import charge


def order(request):
    """Take an order."""
    order = Order.objects.create(email=request.GET["email"])
    transaction.on_commit(lambda: charge.enqueue(order.pk))
    return HttpResponse(order.pk)


urlpatterns = [path("order/", order)]
