"""The shop, tested with the fixtures of the plugin."""

from datetime import timedelta
from unittest.mock import ANY
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from shop.models import Order
from shop.tasks import charge, confirm

pytestmark = pytest.mark.django_db
ORDER = "/order/?email=ada@example.org"


def test_order_is_charged_and_confirmed(
    client, enqueued_tasks, django_assert_num_tasks, django_capture_on_commit_callbacks
):
    with django_assert_num_tasks(1, task=charge), django_capture_on_commit_callbacks(execute=True):
        client.get(ORDER)
    enqueued_tasks.assert_enqueued(charge, args=[ANY])
    enqueued_tasks.assert_none(confirm)
    enqueued_tasks.run()
    enqueued_tasks.assert_enqueued(confirm, kwargs={"subject": "Thank you"})
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_order_is_charged_when_it_is_due(enqueued_tasks):
    order = Order.objects.create()
    due = timezone.now() + timedelta(hours=3)
    charge.using(run_after=due).enqueue(order.pk)
    enqueued_tasks.assert_enqueued(charge, run_after=due)
    assert "due in 3 h" in repr(enqueued_tasks.run())
    assert [each.task.func for each in enqueued_tasks.run(until=due)] == [charge.func, confirm.func]


def test_failure_of_a_task_is_that_of_the_test(enqueued_tasks):
    charge.enqueue("no number")
    with pytest.raises(ValueError, match="expected a number"):
        enqueued_tasks.run()


def test_failed_lost_and_doubled_tasks(enqueued_tasks):
    order = Order.objects.create()
    for _ in range(3):
        charge.enqueue(order.pk)
    enqueued_tasks.drop_next()
    enqueued_tasks.fail_next(ConnectionError)
    failed, charged, _ = enqueued_tasks.run(raise_errors=False)
    assert (failed.status.value, charged.status.value) == ("FAILED", "SUCCESSFUL")
    enqueued_tasks.redeliver_last()
    assert enqueued_tasks.run()[0].attempts == 2


@pytest.mark.skipif(not getattr(settings, "IS_SEEN_BY_THREADS", False), reason="one thread's own")
@pytest.mark.django_db(transaction=True)
def test_order_that_another_thread_takes(live_server, enqueued_tasks):
    with urlopen(live_server.url + ORDER) as response:
        order = int(response.read())
    enqueued_tasks.assert_enqueued(charge, args=[order], timeout=5)
    enqueued_tasks.run()
    assert Order.objects.get(pk=order).is_paid
