"""Tests that read the results of the Dummy backend."""

from django.core import mail
from django.test import TestCase
from django_tasks import default_task_backend
from letters.models import Subscriber
from letters.tasks import ask_for_confirmation, count_confirmed, send_letter, send_newsletter


class LetterTests(TestCase):
    def setUp(self):
        default_task_backend.results.clear()

    def run_tasks(self):
        """Run the tasks in the queue, and those that they enqueue."""
        position = 0
        while position < len(default_task_backend.results):
            result = default_task_backend.results[position]
            result.task.call(*result.args, **result.kwargs)
            position += 1

    def get_results(self, task):
        return [each for each in default_task_backend.results if each.task.func == task.func]

    def test_subscriber_is_asked_for_confirmation(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post("/subscribe/", {"email": "ada@example.org"})
        self.assertEqual(len(default_task_backend.results), 1)
        result = default_task_backend.results[0]
        self.assertEqual(result.task.func, ask_for_confirmation.func)
        self.assertEqual(result.args, [Subscriber.objects.get().pk])
        self.assertEqual(result.kwargs, {})
        self.run_tasks()
        self.assertEqual(mail.outbox[0].to, ["ada@example.org"])

    def test_nothing_is_enqueued_for_an_address_that_is_known(self):
        Subscriber.objects.create(email="ada@example.org")
        self.client.raise_request_exception = False
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post("/subscribe/", {"email": "ada@example.org"})
        self.assertEqual(len(default_task_backend.results), 0)

    def test_each_subscriber_gets_the_newsletter(self):
        ada, grace = [
            Subscriber.objects.create(email=f"{name}@example.org", is_confirmed=True)
            for name in ("ada", "grace")
        ]
        Subscriber.objects.create(email="nobody@example.org")
        send_newsletter.enqueue("News")
        self.run_tasks()
        sent = self.get_results(send_letter)
        self.assertEqual(len(sent), 2)
        for result, subscriber in zip(sent, (ada, grace), strict=True):
            self.assertEqual(result.args, [subscriber.pk])
            self.assertEqual(result.kwargs, {"subject": "News"})
        self.assertEqual(len(mail.outbox), 2)

    async def test_async_task_is_enqueued(self):
        await count_confirmed.aenqueue()
        self.assertEqual(len(self.get_results(count_confirmed)), 1)
