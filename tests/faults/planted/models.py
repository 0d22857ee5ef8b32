"""Mistakes in ``models.py``, in its migration, and in the type of its primary key."""

from tests.faults.fault import DATABASE, Fault

MIGRATION = "migrations/0001_initial.py"

MIGRATIONS = "test_migrations_match_the_models"

FAULTS = [
    *(
        Fault(
            f"there is no index of {columns}",
            MIGRATION,
            old,
            new,
            "test_columns_that_queries_look_by_have_an_index",
            scopes=DATABASE,
        )
        for columns, old, new in [
            ("the id", "max_length=32, unique=True", "max_length=32"),
            ("the queue", "db_index=True, ", ""),
            ("the backend", 'fields=["backend", "id"]', 'fields=["id", "backend"]'),
            ("the status", 'fields=["status", "id"]', 'fields=["id", "status"]'),
            (
                "the time of enqueueing",
                'fields=["enqueued_at", "id"]',
                'fields=["id", "enqueued_at"]',
            ),
        ]
    ),
    *(
        Fault(f"the migration lacks {what}", MIGRATION, old, new, MIGRATIONS, scopes=DATABASE)
        for what, old, new in [
            ("a field", '                ("priority", models.SmallIntegerField()),\n', ""),
            (
                "a length",
                '("task", models.CharField(max_length=255))',
                '("task", models.TextField())',
            ),
            ("an index", 'name="dummy_backend_status"', 'name="dummy_backend_state"'),
        ]
    ),
    Fault(
        "the project chooses the type of the primary key",
        "apps.py",
        '    default_auto_field = "django.db.models.BigAutoField"\n',
        "",
        MIGRATIONS,
        scopes=DATABASE,
        framework="django-tasks",
        django="5.2",  # Later releases have the same default.
    ),
    Fault(
        "a row is not shown with its id",
        "models.py",
        'return f"{self.task} {self.result_id}"',
        "return self.task",
        "test_columns_match_the_record",
        scopes=DATABASE,
    ),
]
