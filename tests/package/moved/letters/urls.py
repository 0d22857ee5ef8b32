"""The page that takes subscriptions."""

from django.db import transaction
from django.http import HttpResponse
from django.urls import path

from .models import Subscriber
from .tasks import ask_for_confirmation


@transaction.atomic
def subscribe(request):
    """Subscribe to the newsletters."""
    subscriber = Subscriber.objects.create(email=request.POST["email"])
    transaction.on_commit(lambda: ask_for_confirmation.enqueue(subscriber.pk))
    return HttpResponse(subscriber.pk)


urlpatterns = [path("subscribe/", subscribe)]
