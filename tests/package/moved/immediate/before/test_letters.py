"""Tests that read the results of the Immediate backend."""

import pytest
from django_tasks import TaskResultStatus
from letters.models import Subscriber
from letters.tasks import ask_for_confirmation, count_confirmed, send_newsletter

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscribers():
    return [
        Subscriber.objects.create(email=f"{name}@example.org", is_confirmed=True)
        for name in ("ada", "grace")
    ]


def test_subscriber_is_asked_for_confirmation(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/subscribe/", {"email": "ada@example.org"})
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]


@pytest.mark.usefixtures("subscribers")
def test_each_subscriber_gets_the_newsletter(mailoutbox):
    result = send_newsletter.enqueue("News")
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == 2
    assert len(mailoutbox) == 2


def test_confirmed_subscriber_is_not_asked(mailoutbox, subscribers):
    result = ask_for_confirmation.enqueue(subscribers[0].pk)
    assert result.status == TaskResultStatus.FAILED
    assert "Subscriber.DoesNotExist" in result.errors[0].traceback
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("subscribers")
def test_confirmed_subscribers_are_counted():
    assert count_confirmed.enqueue().return_value == 2
