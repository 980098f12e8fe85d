"""The launcher's door: `python -m campus.launcher`, which `manage.py up` becomes."""

import sys

from campus.env import BadSettings
from campus.launcher.reachable import NotReachable
from campus.launcher.starting import run
from campus.launcher.supervising import StartFailed

if __name__ == "__main__":
    try:
        run(ends_with_parent="--end-with-parent" in sys.argv)
    except (BadSettings, NotReachable, StartFailed) as error:
        sys.exit(f"campus: {error}")
    except KeyboardInterrupt:  # before anything was started
        sys.exit(130)
