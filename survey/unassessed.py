"""Rules whose tests fail with a backend that keeps them, and the reasons, found by hand."""


def because(reason, *ids):
    """Return a dictionary of rules with the same reason."""
    return dict.fromkeys(ids, reason)


UNASSESSED = {
    "django-tasks-celery": because(
        "a fetched result has no arguments before it has run, which TC301 says",
        *("TC603", "TC604"),
    ),
    "django-task-psql": because(
        "the fetched task is the one that using() made last, which TC111 says",
        *("TC307", "TC309"),
    ),
}
