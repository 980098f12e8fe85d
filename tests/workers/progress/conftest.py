"""What the tests of the fold share: doing all that is owed about learners and teams."""

from collections.abc import Callable

import pytest


@pytest.fixture
def settle() -> Callable[[], None]:
    """Fold, and compute the teams that the fold owes."""
    from campus.owed import claiming
    from tracks.enrolment import TRACK_CHANGED
    from workers.progress.folding.shards import fold_all
    from workers.progress.folding.teams import TEAM_PROGRESS

    def fold_everything() -> None:
        for _again in range(2):
            fold_all()
            claiming.do_owed(TRACK_CHANGED)
            claiming.do_owed(TEAM_PROGRESS)

    return fold_everything
