"""The tasks of the application."""

from django.core.mail import send_mail
from django_tasks import task

from .models import Subscriber


@task
def ask_for_confirmation(subscriber_id):
    """Ask a new subscriber to confirm the address."""
    subscriber = Subscriber.objects.get(pk=subscriber_id, is_confirmed=False)
    send_mail("Please confirm", "", None, [subscriber.email])


@task
def send_letter(subscriber_id, subject):
    """Send a newsletter to a subscriber."""
    send_mail(subject, "", None, [Subscriber.objects.get(pk=subscriber_id).email])


@task
def send_newsletter(subject):
    """Send a newsletter to each subscriber, in a task of its own, and return their number."""
    ids = Subscriber.objects.filter(is_confirmed=True).values_list("pk", flat=True)
    return len([send_letter.enqueue(subscriber_id, subject=subject) for subscriber_id in ids])


@task
async def count_confirmed():
    """Return the number of confirmed subscribers."""
    return await Subscriber.objects.filter(is_confirmed=True).acount()
