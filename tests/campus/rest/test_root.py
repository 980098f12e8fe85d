"""The API says where everything is, and its document is the one that is committed."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from tests.api import Api
from tests.world import a_learner

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


@pytest.mark.parametrize(
    "path", ["/me", "/enrolments", "/progress", "/tracks", "/teams", "/credentials"]
)
def test_no_cache_keeps_what_is_about_a_person(path: str) -> None:
    answer = Api(a_learner()).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_cache_may_keep_the_catalogue() -> None:
    assert Api().get("/courses").headers["Cache-Control"] == "public, no-cache"


def operations() -> dict[str, dict[str, Any]]:
    paths = yaml.safe_load(DOCUMENT.read_text())["paths"]
    return {one["operationId"]: one for path in paths.values() for one in path.values()}


def test_the_document_says_which_doors_need_no_account() -> None:
    documented = operations()
    for name in ("root", "courses_list", "courses_retrieve", "lessons_retrieve"):
        assert {} in documented[name]["security"], name
    assert {} not in documented["me_retrieve"]["security"]
    assert {} not in documented["records_create"]["security"]


def test_the_documents_patterns_are_those_of_json_schema() -> None:
    text = DOCUMENT.read_text()
    assert "pattern: ^P" in text
    assert "\\A" not in text
    assert "\\Z" not in text


def test_every_door_with_a_body_documents_that_it_may_be_no_json() -> None:
    with_body = [one for one in operations().values() if "requestBody" in one]
    takes_files = [
        one for one in with_body if "multipart/form-data" in one["requestBody"]["content"]
    ]
    assert [one["operationId"] for one in takes_files] == ["check_file"]
    for one in with_body:
        expected = {"413"} if one in takes_files else {"413", "415"}
        assert expected <= set(one["responses"]), one["operationId"]
    assert all(one["requestBody"]["required"] is True for one in with_body)


def test_no_door_is_described_in_the_words_of_its_base() -> None:
    assert not [one for one in operations().values() if "JSON in" in one.get("description", "")]
