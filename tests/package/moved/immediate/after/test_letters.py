"""The same tests with the testing tools."""

import pytest
from letters.models import Subscriber
from letters.tasks import ask_for_confirmation, count_confirmed, send_letter, send_newsletter

pytestmark = [pytest.mark.django_db, pytest.mark.immediate_tasks]


@pytest.fixture
def subscribers():
    return [
        Subscriber.objects.create(email=f"{name}@example.org", is_confirmed=True)
        for name in ("ada", "grace")
    ]


def test_subscriber_is_asked_for_confirmation(
    client, mailoutbox, enqueued_tasks, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        subscriber = int(client.post("/subscribe/", {"email": "ada@example.org"}).content)
    enqueued_tasks.assert_enqueued(ask_for_confirmation, args=[subscriber], count=1)
    assert [message.to for message in mailoutbox] == [["ada@example.org"]]


@pytest.mark.usefixtures("subscribers")
def test_each_subscriber_gets_the_newsletter(mailoutbox, django_assert_num_tasks):
    with django_assert_num_tasks(2, task=send_letter):
        assert send_newsletter.enqueue("News").return_value == 2
    assert len(mailoutbox) == 2


def test_confirmed_subscriber_is_not_asked(mailoutbox, subscribers):
    with pytest.raises(Subscriber.DoesNotExist):
        ask_for_confirmation.enqueue(subscribers[0].pk)
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("subscribers")
def test_confirmed_subscribers_are_counted():
    assert count_confirmed.enqueue().return_value == 2
