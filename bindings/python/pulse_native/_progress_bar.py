"""Progress on a bar of tqdm or rich, for those who have it."""

from __future__ import annotations

from . import _annotations as t
from ._wait import Progress


_ENDS = frozenset(["completed", "failed", "canceled", "expired"])


class TqdmProgress:
    """An ``on_progress`` that shows a bar of tqdm (which must be installed): one step for each job that ends.

    >>> with TqdmProgress(total=len(ids)) as bar:
    ...     for waited in client.jobs.wait_many(ids, on_progress=bar): ...

    ``total`` is the number of jobs; anything else goes to ``tqdm.tqdm``. A wait that ends for another reason than its job's
    end is no step. Without ``on_progress``, ``tqdm(client.jobs.wait_many(ids))`` counts every wait.
    """

    def __init__(self, total: t.Optional[int] = 1, **options: t.Any) -> None:
        import importlib

        try:
            # By its name: whether a type checker finds stubs for it is no business of ours.
            tqdm: t.Any = importlib.import_module("tqdm.auto").tqdm
        except ImportError as problem:
            raise ImportError("TqdmProgress needs the package tqdm") from problem
        self._ended: t.Set[t.Any] = set()
        #: The bar.
        self.bar: t.Any = tqdm(total=total, **{"unit": "job", **options})

    def __call__(self, progress: Progress) -> None:
        self.bar.set_postfix_str(progress.status, refresh=False)
        if progress.status in _ENDS and progress.job_id not in self._ended:
            self._ended.add(progress.job_id)
            self.bar.update(1)
        self.bar.refresh()

    def close(self) -> None:
        """Leaves the bar as it is."""
        self.bar.close()

    def __enter__(self) -> TqdmProgress:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class RichProgress:
    """The same on a bar of rich (which must be installed).

    >>> with RichProgress(total=len(ids)) as bar:
    ...     for waited in client.jobs.wait_many(ids, on_progress=bar): ...

    ``total`` is the number of jobs; anything else goes to ``rich.progress.Progress``, or ``progress`` is one of yours.
    """

    def __init__(
        self, total: t.Optional[int] = 1, *, description: str = "jobs", progress: t.Any = None, **options: t.Any
    ) -> None:
        import importlib

        if progress is None:
            try:
                progress = importlib.import_module("rich.progress").Progress(**options)
            except ImportError as problem:
                raise ImportError("RichProgress needs the package rich") from problem
        self._ended: t.Set[t.Any] = set()
        self._description = description
        #: The display.
        self.progress: t.Any = progress
        self._task = progress.add_task(description, total=total)

    def __call__(self, progress: Progress) -> None:
        ended = progress.status in _ENDS and progress.job_id not in self._ended
        if ended:
            self._ended.add(progress.job_id)
        self.progress.update(self._task, advance=int(ended), description=f"{self._description}: {progress.status}")

    def close(self) -> None:
        """Leaves the bar as it is."""
        self.progress.stop()

    def __enter__(self) -> RichProgress:
        self.progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
