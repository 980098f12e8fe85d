"""A framework of skills comes in from CSV: seen first, taken in whole or not at all."""

from pathlib import Path
from typing import Any

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


def test_a_key_of_another_framework_is_refused_with_its_line() -> None:
    take_in(TABLE.encode(), framework="Campus")
    other = "key;title_fr\nsobriete;Sobriété\nenquete;Enquête\n"
    for dry_run in (True, False):
        with pytest.raises(Invalid) as refused:
            take_in(other.encode(), framework="Autre", dry_run=dry_run)
        assert [(one.pointer, one.code) for one in refused.value.faults] == [
            ("line 3", "of_another")
        ]
        assert "Campus" in refused.value.detail
    assert Skill.objects.get(key="enquete").framework == "Campus"
    assert not Skill.objects.filter(key="sobriete").exists()


def test_a_skill_of_no_framework_joins_the_one_that_names_it() -> None:
    Skill.objects.create(key="enquete", title={"fr": "Enquête"})
    take_in(TABLE.encode(), framework="Campus")
    assert Skill.objects.get(key="enquete").framework == "Campus"


def test_what_a_file_does_not_say_stays_as_it_is() -> None:
    take_in(TABLE.encode(), framework="Campus")
    fewer = "key;title_fr;level1_en\nlangage-clair;Le langage clair;Applies\n"
    assert len(take_in(fewer.encode(), framework="Campus").changes) == 2
    skill = Skill.objects.get(key="langage-clair")
    assert skill.title == {"fr": "Le langage clair", "en": "Plain language"}
    assert (skill.code, skill.alignment) == ("S1", "https://example.org/s1")
    assert skill.levels.get(level=1).title == {"fr": "Applique", "en": "Applies"}
    assert skill.levels.get(level=2).title == {"fr": "Réécrit"}


def test_a_level_has_the_address_that_words_it() -> None:
    table = "key;title_fr;level1_fr;level1_alignment\na;Un;Applique;{address}\n"
    take_in(table.format(address="https://example.org/a/1").encode(), framework="Campus")
    level = Skill.objects.get(key="a").levels.get()
    assert (level.title, level.alignment) == ({"fr": "Applique"}, "https://example.org/a/1")
    moved = "key;title_fr;level1_alignment\na;Un;https://example.org/a/2\n"
    assert len(take_in(moved.encode(), framework="Campus").changes) == 1
    level.refresh_from_db()
    assert (level.title, level.alignment) == ({"fr": "Applique"}, "https://example.org/a/2")
    with pytest.raises(Invalid, match="javascript"):
        take_in(table.format(address="javascript:alert(1)").encode(), framework="Campus")


def test_a_level_with_an_address_and_no_words_is_refused() -> None:
    table = b"key;title_fr;level1_alignment\na;Un;https://example.org/a/1\n"
    with pytest.raises(Invalid) as refused:
        take_in(table, framework="Campus")
    assert refused.value.faults[0].pointer == "line 2"
    assert Skill.objects.count() == 0


@pytest.mark.parametrize("name", ["", "  ", "a" * 121])
def test_a_framework_without_a_name_that_fits_is_refused(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        take_in(TABLE.encode(), framework=name)
    assert refused.value.code == "bad_framework"
    assert take_in(TABLE.encode(), framework="a" * 120).skills == 2


def test_a_framework_is_taken_in_with_as_many_queries_as_it_has_skills_to_change(
    django_assert_max_num_queries: Any,
) -> None:
    many = "key;title_fr\n" + "".join(f"k{n};Un {n}\n" for n in range(100))
    take_in(many.encode(), framework="Campus")
    with django_assert_max_num_queries(6):
        assert take_in(many.encode(), framework="Campus").changes == ()


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
