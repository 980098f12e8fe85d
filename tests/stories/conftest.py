"""Starts the campus of each story."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campus.launcher.launching import UP, launched
from tests.servers import forget
from tests.stories.running import SERVERS, Campus


@pytest.fixture
def campus(request: pytest.FixtureRequest) -> Iterator[Campus]:
    """On the servers that the environment names, else on those that Campus brings along."""
    settings: dict[str, str] = {}
    if os.environ.get("DATABASE_URL"):
        named = request.getfixturevalue("own_campus")
        settings = {name: named[name] for name in SERVERS}
    with tempfile.TemporaryDirectory(prefix="campus-story-", ignore_cleanup_errors=True) as made:
        data = Path(made) / "data"
        with launched(data, UP, **settings) as running:
            running.wait_until_it_says("Campus is ready at")
            yield Campus(running, settings)
        forget(data)
