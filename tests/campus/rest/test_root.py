"""The API says where everything is, and its document is the one that is committed."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from tests.api import Api

pytestmark = pytest.mark.django_db

DOCUMENT = Path(settings.BASE_DIR if hasattr(settings, "BASE_DIR") else ".") / "campus/openapi.yaml"


def test_every_link_of_the_root_leads_somewhere() -> None:
    links = Api().get("/").json()
    assert set(links) >= {"courses", "enrolments", "records", "progress", "tracks", "teams", "me"}
    for address in links.values():
        assert Api().client.get(address).status_code in (200, 401, 405), address


def test_the_committed_document_is_the_one_the_code_makes(tmp_path: Path) -> None:
    made = tmp_path / "openapi.yaml"
    with translation.override("fr"):  # whatever the language of whoever runs it
        call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)
    assert made.read_text() == DOCUMENT.read_text(), "run `make openapi`"


def test_the_document_is_served_as_json_and_as_the_file() -> None:
    as_json = Api().get("/schema")
    assert as_json.headers["Content-Type"] == "application/json"
    assert as_json.json()["openapi"] == "3.1.0"
    as_file = Api().get("/schema?format=yaml")
    assert yaml.safe_load(as_file.content) == as_json.json()


def test_every_operation_has_an_example_and_says_what_may_go_wrong() -> None:
    document = Api().get("/schema").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            for status, answer in operation["responses"].items():
                for content in answer.get("content", {}).values():
                    if "$ref" in content["schema"]:
                        assert content.get("examples"), (where, status)


def test_the_documentation_page_fetches_nothing_from_elsewhere() -> None:
    page = Api().get("/docs")
    assert page.status_code == 200
    script = Api().get("/docs?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    for text in (page.content.decode(), script.content.decode()):
        assert "https://" not in text
        assert "http://" not in text
    assert "<script>" not in page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" in policy.split("style-src")[1].split(";")[0]
    assert "'unsafe-inline'" not in policy.split("script-src")[-1].split(";")[0]
