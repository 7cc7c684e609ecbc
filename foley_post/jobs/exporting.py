"""A project's chosen takes written in a process of their own, for the window."""

from __future__ import annotations

from dataclasses import dataclass

from foley_post.core.progress import Watcher
from foley_post.jobs.lock import holding_output
from foley_post.pipeline.options import Options
from foley_post.pipeline.results import Results
from foley_post.project.file import Project

__all__ = ["Export"]


@dataclass(frozen=True, slots=True)
class Export:
    """Writes the chosen takes of ``project`` as the options say; nothing is generated anew."""

    project: Project
    options: Options

    def run(self, watcher: Watcher) -> Results:
        """See `foley_post.pipeline.project_export.export_project`; nobody else may write into that
        folder meanwhile. Raises OutputError also when somebody does.
        """
        from foley_post.pipeline.project_export import export_project

        with holding_output(self.options.out):
            return export_project(self.project, self.options, watcher=watcher)
