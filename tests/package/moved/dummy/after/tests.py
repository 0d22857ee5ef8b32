"""The same tests with the testing tools."""

from django.core import mail
from django.test import TestCase
from dummy_backend.testing import TaskTestMixin
from letters.models import Subscriber
from letters.tasks import ask_for_confirmation, count_confirmed, send_letter, send_newsletter


class LetterTests(TaskTestMixin, TestCase):
    def test_subscriber_is_asked_for_confirmation(self):
        with self.assertNumTasks(1), self.captureOnCommitCallbacks(execute=True):
            self.client.post("/subscribe/", {"email": "ada@example.org"})
        self.assertTaskEnqueued(ask_for_confirmation, args=[Subscriber.objects.get().pk])
        self.runTasks()
        self.assertEqual(mail.outbox[0].to, ["ada@example.org"])

    def test_nothing_is_enqueued_for_an_address_that_is_known(self):
        Subscriber.objects.create(email="ada@example.org")
        self.client.raise_request_exception = False
        with self.assertNumTasks(0), self.captureOnCommitCallbacks(execute=True):
            self.client.post("/subscribe/", {"email": "ada@example.org"})

    def test_each_subscriber_gets_the_newsletter(self):
        ada, grace = [
            Subscriber.objects.create(email=f"{name}@example.org", is_confirmed=True)
            for name in ("ada", "grace")
        ]
        Subscriber.objects.create(email="nobody@example.org")
        send_newsletter.enqueue("News")
        with self.assertNumTasks(2, task=send_letter):
            self.runTasks()
        for subscriber in (ada, grace):
            self.assertTaskEnqueued(send_letter, args=[subscriber.pk, "News"])
        self.assertEqual(len(mail.outbox), 2)

    async def test_async_task_is_enqueued(self):
        await count_confirmed.aenqueue()
        self.assertTaskEnqueued(count_confirmed, count=1)
        [result] = await self.arunTasks()
        self.assertEqual(result.return_value, 0)
