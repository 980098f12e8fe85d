"""The API's documentation page works under its policy, and asks no other host for anything."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_documentation_page_shows_every_group_of_addresses(opened: Any) -> None:
    with opened() as reader:
        hosts: list[str] = []
        reader.page.on("request", lambda request: hosts.append(request.url))
        page = reader.go("/api/v1/docs")
        page.wait_for_selector("#operations-records-records_create")
        for group in ("courses", "enrolments", "progress", "tracks", "teams", "me"):
            assert page.locator(f"#operations-tag-{group}").count() == 1, group
        assert all(url.startswith((reader.base, "data:")) for url in hosts), hosts
        assert reader.complaints == []
