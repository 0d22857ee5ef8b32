"""The worker of the generated packages: their testing tools."""


def run_due():
    from dummy_backend.testing import EnqueuedTasks

    EnqueuedTasks().run(raise_errors=False)


def run_due_in_other_queue():
    from dummy_backend.testing import EnqueuedTasks

    EnqueuedTasks().run(queue_name="other", raise_errors=False)
