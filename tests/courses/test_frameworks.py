"""A framework of skills comes in from CSV: seen first, taken in whole or not at all."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from campus.errors import Invalid
from courses.catalogue.frameworks import take_in
from courses.models import Skill
from tests.trainers import a_trainer

pytestmark = pytest.mark.django_db
TABLE = (
    "key;code;title_fr;title_en;alignment;level1_fr;level2_fr\n"
    "langage-clair;S1;Langage clair;Plain language;https://example.org/s1;Applique;Réécrit\n"
    "enquete;S2;Enquête de terrain;;;;\n"
)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_a_table_is_read_as_spreadsheets_save_it(separator: str, encoding: str) -> None:
    taken = take_in(TABLE.replace(";", separator).encode(encoding), framework="Campus")
    assert taken.skills == 2
    skill = Skill.objects.get(key="langage-clair")
    assert skill.title == {"fr": "Langage clair", "en": "Plain language"}
    assert (skill.framework, skill.code) == ("Campus", "S1")
    assert [(one.level, one.title["fr"]) for one in skill.levels.all()] == [
        (1, "Applique"), (2, "Réécrit"),
    ]  # fmt: skip
    assert Skill.objects.get(key="enquete").title["fr"] == "Enquête de terrain"


def test_taking_it_in_again_changes_nothing() -> None:
    assert len(take_in(TABLE.encode(), framework="Campus").changes) == 4
    assert take_in(TABLE.encode(), framework="Campus").changes == ()


def test_a_look_changes_nothing() -> None:
    assert len(take_in(TABLE.encode(), framework="Campus", dry_run=True).changes) == 4
    assert Skill.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "unknown_column", ""),
        (b"key;title_fr\n", "empty_table", ""),
        (b"nom;titre\na;b\n", "unknown_column", "titre"),
        (b"key;key;title_fr\na;b;c\n", "doubled_column", "key"),
        (b"key;title_fr\na;\n", "no_title", "2"),
        (b"key;title_fr\na;Un\na;Deux\n", "doubled", "3"),
        (b"key;title_fr;alignment\na;Un;javascript:alert(1)\n", "bad_address", "2"),
        (b"PK\x03\x04\x00\x00\x00", "not_text", ""),
        (b'key;title_fr\na;"jamais\n', "bad_csv", ""),
        (b"a" * (6 * 2**20), "file_too_large", "5"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_changes_nothing(
    data: bytes, code: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        take_in(data, framework="Campus")
    assert refused.value.code == code
    assert said in refused.value.detail
    assert Skill.objects.count() == 0


def test_one_bad_line_keeps_the_good_ones_out() -> None:
    with pytest.raises(Invalid):
        take_in(TABLE.encode() + b"x;S3;;;;;\n", framework="Campus")
    assert Skill.objects.count() == 0


def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "skills.csv"
    path.write_text(TABLE)
    call_command("import_skills", str(path), framework="Campus", dry_run=True)
    assert Skill.objects.count() == 0
    call_command("import_skills", str(path), framework="Campus")
    assert "2 skills read" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("import_skills", str(tmp_path / "none.csv"), framework="Campus")


def test_staff_see_what_would_change_before_it_does(client: Client) -> None:
    client.force_login(a_trainer(kind="staff"))

    def sent(**more: str) -> str:
        file = SimpleUploadedFile("skills.csv", TABLE.encode())
        given = {"framework": "Campus", "file": file, **more}
        return client.post("/admin/courses/skill/framework/", given).content.decode()

    assert "Langage clair" in sent()
    assert Skill.objects.count() == 0
    sent(is_sure="on")
    assert Skill.objects.count() == 2


def test_trainers_do_not_take_in_frameworks(client: Client) -> None:
    client.force_login(a_trainer())
    assert client.get("/admin/courses/skill/framework/").status_code == 403
