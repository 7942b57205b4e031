"""The scope of a task."""

from typing import Any

from celery import Task

from common.scope.scopes import PLATFORM, within


class ScopedTask(Task):
    """A task is the platform's, whatever the one before it on this thread narrowed to. Jobs of one enterprise narrow themselves."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with within(PLATFORM):
            return super().__call__(*args, **kwargs)
