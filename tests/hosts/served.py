"""`foley-post job` with what the tests wish for; a host starts it on a job folder."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from short_cuts import WISHES

from foley_post.cli.main import main
from foley_post.hosts.job_folder import JobFolder

if __name__ == "__main__":
    folder = JobFolder.of(Path(sys.argv[-1]))
    folder.write_request(replace(folder.request(), wishes=WISHES))
    sys.exit(main(["job", "--quiet", str(folder.path)]))
