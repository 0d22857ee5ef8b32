"""The shop, tested with ``TaskTestMixin``."""

from django.conf import settings
from django.core import mail
from django.test import TestCase
from dummy_backend.testing import EnqueuedTasks, TaskTestMixin

from shop.models import Order
from shop.tasks import charge, charge_later, confirm, sweep


class OrderTest(TaskTestMixin, TestCase):
    def order(self):
        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.get("/order/", {"email": "ada@example.org"})
        return int(response.content)

    def test_order_is_charged_and_confirmed(self):
        with self.assertNumTasks(1):
            order = self.order()
        self.assertTaskEnqueued(charge, kwargs={"order_id": order})
        self.assertTaskNotEnqueued(confirm)
        charged, confirmed = self.runTasks()
        assert (charged.task, confirmed.task) == (charge, confirm)
        self.assertTaskEnqueued(confirm, args=[order], priority=-10, count=1)
        assert [message.to for message in mail.outbox] == [["ada@example.org"]]

    def test_task_hidden_in_a_transaction_is_pointed_to(self):
        self.client.get("/order/", {"email": "ada@example.org"})
        with self.assertRaisesMessage(AssertionError, "captureOnCommitCallbacks(execute=True)"):
            self.assertTaskEnqueued(charge)

    def test_order_survives_a_bank_that_fails(self):
        order = Order.objects.create()
        with self.captureTasks() as captured:
            charge_later.enqueue(order.pk)
        assert len(captured) == 1
        self.failNextTask(ConnectionError("no bank"), times=2)
        failed, again, charged, confirmed = self.runTasks(raise_errors=False)
        assert [each.status.value for each in (failed, again, charged)] == [
            "FAILED",
            "FAILED",
            "SUCCESSFUL",
        ]
        assert confirmed.task == confirm
        self.assertTaskEnqueued(charge_later, args=[order.pk], kwargs={"tried": 2})

    def test_order_survives_a_lost_task(self):
        self.order()
        self.dropNextTask()
        assert self.runTasks() == []
        sweep()
        assert len(self.runTasks()) == 2
        assert Order.objects.get().is_paid

    def test_order_survives_a_doubled_task(self):
        self.order()
        self.runTasks(charge)
        self.redeliverLastTask()
        self.runTasks()
        assert len(mail.outbox) == 1

    async def test_order_is_charged_in_async_code(self):
        order = await Order.objects.acreate(email="ada@example.org")
        await charge.aenqueue(order.pk)
        assert len(await self.arunTasks()) == 2
        assert len(mail.outbox) == 1


class TestDataTest(TaskTestMixin, TestCase):
    """The use of ``setUpTestData()`` that the README describes."""

    @classmethod
    def setUpTestData(cls):
        charge.enqueue(7)

    def test_first_test_has_no_results_of_it_unless_they_are_rows(self):
        assert len(EnqueuedTasks()) == int(settings.ARE_RESULTS_ROWS)

    def test_second_test_has_as_many(self):
        assert len(EnqueuedTasks()) == int(settings.ARE_RESULTS_ROWS)
