"""The tasks of the shop. Each one may fail, be lost, or be delivered twice."""

from django.core.mail import send_mail
from django.dispatch import receiver
from django_tasks import task
from django_tasks.signals import task_finished

from .models import Order


@task
def charge(order_id):
    """Charge an order, once."""
    if Order.objects.filter(pk=order_id, is_paid=False).update(is_paid=True):
        confirm.enqueue(order_id, subject="Thank you")


@task(priority=-10)
async def confirm(order_id, *, subject):
    """Tell the customer."""
    order = await Order.objects.aget(pk=order_id)
    send_mail(subject, f"Order {order_id} is paid.", None, [order.email])


@receiver(task_finished)
def try_again(task_result, **kwargs):  # noqa: ARG001
    """Charge once more if it failed, a limited number of times."""
    tried = task_result.kwargs.get("tried", 0)
    if task_result.task.func is charge_later.func and task_result.errors and tried < 2:
        charge_later.enqueue(*task_result.args, tried=tried + 1)


@task
def charge_later(order_id, tried=0):  # noqa: ARG001
    """Charge an order at a bank that isn't always available."""
    charge.func(order_id)


def sweep():
    """Charge the orders that still aren't paid, because their tasks may be lost."""
    for order in Order.objects.filter(is_paid=False):
        charge.enqueue(order.pk)
