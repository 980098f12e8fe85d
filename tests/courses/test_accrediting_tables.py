"""A table of another platform: each line is looked at before it counts; none makes accounts."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campus.accounts.models import User
from campus.errors import Invalid
from courses.accrediting import withdraw
from courses.accrediting.tables import MOST_LINES, Row, read
from courses.accrediting.taking import Fate, Looked, look, take
from courses.models import Accreditation, Course, Enrolment
from tests.trainers import a_trainer
from tests.world import a_draft, a_learner, a_person, a_published_course, an_organisation

TODAY = date(2026, 11, 23)


def rows(*lines: str) -> list[Row]:
    return read("\n".join(lines).encode(), today=TODAY)


class TestReading:
    def test_columns_are_found_by_their_headings_in_any_order(self) -> None:
        (row,) = rows("date,course,email", "2026-05-03,ecrire,awa@example.org")
        assert (row.line, row.email, row.course) == (2, "awa@example.org", "ecrire")
        assert row.on == date(2026, 5, 3)

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_any_usual_delimiter_and_headings_in_french(self, delimiter: str) -> None:
        (row,) = rows(
            delimiter.join(["Courriel", "Cours", "Note"]),
            delimiter.join(["awa@example.org", "ecrire", "17/20"]),
        )
        assert (row.email, row.course, row.share) == ("awa@example.org", "ecrire", 0.85)

    @pytest.mark.parametrize(
        ("score", "share"),
        [("0.85", 0.85), ("0,85", 0.85), ("85 %", 0.85), ("85", 0.85), ("17/20", 0.85), ("1", 1),
         ("0", 0), ("", None)],
    )  # fmt: skip
    def test_scores_as_people_write_them(self, score: str, share: float | None) -> None:
        (row,) = rows("email;course;score", f"awa@example.org;ecrire;{score}")
        assert row.share == share

    @pytest.mark.parametrize("score", ["120", "-1", "21/20", "bien", "1/0", "nan", "inf"])
    def test_what_is_no_score_is_the_lines_fault(self, score: str) -> None:
        (row,) = rows("email;course;score", f"awa@example.org;ecrire;{score}")
        assert score in row.fault

    @pytest.mark.parametrize("day", ["2026-05-03", "03/05/2026", "03.05.2026"])
    def test_days_as_people_write_them(self, day: str) -> None:
        (row,) = rows("email;course;date", f"awa@example.org;ecrire;{day}")
        assert row.on == date(2026, 5, 3)

    @pytest.mark.parametrize("day", ["2026-13-01", "hier", "2026-11-24"])
    def test_no_day_or_one_to_come_is_the_lines_fault(self, day: str) -> None:
        (row,) = rows("email;course;date", f"awa@example.org;ecrire;{day}")
        assert day in row.fault

    @pytest.mark.parametrize(
        "day",
        ["2026-05-03 10:15:00", "2026-05-03T10:15:00Z", "03/05/2026, 10:15", "3/05/26, 10:15",
         "Sunday, 3 May 2026, 10:15 AM", "dimanche 3 mai 2026, 10:15", "Sunday, May 3, 2026"],
    )  # fmt: skip
    def test_days_as_moodle_writes_them(self, day: str) -> None:
        (row,) = rows("email;course;completed on", f"awa@example.org;ecrire;{day}")
        assert (row.on, row.is_unfinished, row.fault) == (date(2026, 5, 3), False, "")

    @pytest.mark.parametrize("day", ["", "-", "Not completed", "non"])
    def test_who_has_not_completed_it_there_is_not_taken(self, day: str) -> None:
        (row,) = rows("email;course;Course complete", f"awa@example.org;ecrire;{day}")
        assert (row.is_unfinished, row.fault) == (True, "")

    @pytest.mark.parametrize("word", ["Yes", "oui", "1"])
    def test_a_table_may_say_only_that_it_was_completed(self, word: str) -> None:
        (row,) = rows("email;course;completed", f"awa@example.org;ecrire;{word}")
        assert (row.is_unfinished, row.on, row.fault) == (False, None, "")

    def test_an_export_of_one_moodle_course_with_its_own_columns(self) -> None:
        """Excel wrote it in Windows-1252; no column names the course, a dash stands for nothing."""
        table = (
            'sep=;\r\n"Numéro d\'identification";Nom;"Adresse de courriel";Quiz;"Cours terminé"\r\n'
            "12;Élodie Pons;elodie@example.org;-;dimanche 3 mai 2026, 10:15\r\n"
            "13;Zoé Çelik;zoe@example.org;-;-\r\n"
        ).encode("cp1252")
        done, not_done = read(table, today=TODAY, course="ecrire")
        assert (done.line, done.email, done.course) == (3, "elodie@example.org", "ecrire")
        assert (done.on, done.is_unfinished) == (date(2026, 5, 3), False)
        assert (not_done.line, not_done.is_unfinished, not_done.fault) == (4, True, "")

    def test_a_column_outweighs_the_course_that_was_chosen(self) -> None:
        table = b"email,course\nawa@example.org,lire\nlea@example.org,-"
        lire, nothing = read(table, today=TODAY, course="ecrire")
        assert lire.course == "lire"
        assert nothing.fault

    def test_missing_columns_are_named_beside_those_there_are(self) -> None:
        with pytest.raises(Invalid) as refused:
            rows("nom,adresse de courriel", "Diop,awa@example.org")
        assert "course" in refused.value.detail
        assert "adresse de courriel" in refused.value.detail

    def test_a_line_with_a_fault_leaves_the_others_alone(self) -> None:
        read_ = rows("email,course", ",ecrire", "awa@example.org,ecrire", "awa@example.org")
        assert [(row.line, bool(row.fault)) for row in read_] == [(2, True), (3, False), (4, True)]

    def test_lines_with_nothing_in_them_are_no_lines(self) -> None:
        assert len(rows("email,course", "", " , ", "awa@example.org,ecrire")) == 1

    def test_an_address_that_is_none_is_the_lines_fault(self) -> None:
        (row,) = rows("email;course;url", "awa@example.org;ecrire;javascript:alert(1)")
        assert row.fault

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"nom,prenom\nDiop,Awa", "columns_missing"),
            (b"", "empty_file"),
            (b"PK\x03\x04", "not_text"),
            (b"email,course\n" + b"x" * 500_000, "table_too_large"),
            (b"email,course\n\x81", "not_utf8"),
            (b"email,course\n" + b"a@b.fr,c\n" * (MOST_LINES + 1), "too_many_lines"),
            (b"email,course\n" + b'"' + b"x" * 200_000, "no_table"),
        ],
    )
    def test_what_is_no_table_is_refused(self, data: bytes, code: str) -> None:
        with pytest.raises(Invalid) as refused:
            read(data, today=TODAY)
        assert refused.value.code == code


@pytest.fixture
def course(db: None) -> Course:
    return a_published_course(organisation=an_organisation())


@pytest.fixture
def trainer(course: Course) -> User:
    return a_trainer(course.organisation)


def looked(by: User, *lines: str, least: float | None = None) -> list[Looked]:
    return look(rows("email,course,score", *lines), by=by, least=least)


def fates(by: User, *lines: str, least: float | None = None) -> list[str]:
    return [one.fate for one in looked(by, *lines, least=least)]


class TestTaking:
    def test_a_line_accredits_and_the_same_table_again_does_not(
        self, course: Course, trainer: User
    ) -> None:
        line = f"{a_learner().email.upper()},{course.slug},0.9"
        assert take(looked(trainer, line), by=trainer) == 1
        row = Accreditation.objects.get()
        assert (row.source, row.by, row.shown) == ("csv", trainer, f"{course.slug} · 0.9")
        assert fates(trainer, line) == [Fate.ALREADY]
        assert take(looked(trainer, line), by=trainer) == 0

    def test_looking_writes_nothing(self, course: Course, trainer: User) -> None:
        assert fates(trainer, f"{a_learner().email},{course.slug},") == [Fate.NEW]
        assert not Accreditation.objects.exists()
        assert not Enrolment.objects.exists()

    def test_a_course_is_named_by_its_slug_or_by_the_key_of_its_work(
        self, course: Course, trainer: User
    ) -> None:
        awa = a_learner().email
        assert fates(trainer, f"{awa},{course.work.key},") == [Fate.NEW]
        assert fates(trainer, f"{awa},{course.slug.upper()},") == [Fate.NEW]

    def test_every_line_that_does_nothing_says_why(self, course: Course, trainer: User) -> None:
        other = a_published_course(organisation=an_organisation())
        draft = a_draft(organisation=course.organisation)
        awa, gone = a_learner().email, a_person("Partie", is_active=False).email
        before = User.objects.count()
        assert fates(
            trainer,
            f"nobody@example.org,{course.slug},",
            f"{gone},{course.slug},",
            f"{awa},no-such-course,",
            f"{awa},{draft.slug},",
            f"{awa},{other.slug},",
            f"{trainer.email},{course.slug},",
            f"{awa},{course.slug},0.4",
            f"{awa},{course.slug},0.9",
            f"{awa},{course.slug},0.9",
            f"{awa},{course.slug},bien",
            least=0.5,
        ) == [
            Fate.NOBODY, Fate.NOBODY, Fate.NO_COURSE, Fate.NO_COURSE, Fate.NOT_YOURS, Fate.OWN,
            Fate.TOO_LOW, Fate.NEW, Fate.TWICE, Fate.UNREADABLE,
        ]  # fmt: skip
        assert User.objects.count() == before

    def test_a_line_that_was_not_completed_there_says_so(
        self, course: Course, trainer: User
    ) -> None:
        table = ("email;course complete", f"{a_learner().email};-", f"{a_learner().email};03/05/26")
        read_ = read("\n".join(table).encode(), today=TODAY, course=course.slug)
        told = look(read_, by=trainer)
        assert [one.fate for one in told] == [Fate.UNFINISHED, Fate.NEW]
        assert take(told, by=trainer) == 1

    def test_a_missing_score_is_lower_than_any_that_is_asked(
        self, course: Course, trainer: User
    ) -> None:
        line = f"{a_learner().email},{course.slug},"
        assert fates(trainer, line, least=0) == [Fate.TOO_LOW]
        assert fates(trainer, line) == [Fate.NEW]

    def test_withdrawn_evidence_is_not_taken_again(self, course: Course, trainer: User) -> None:
        line = f"{a_learner().email},{course.slug},0.9"
        take(looked(trainer, line), by=trainer)
        withdraw(accreditation=Accreditation.objects.get(), by=trainer, because="Erreur.")
        assert fates(trainer, line) == [Fate.WITHDRAWN]
        assert take(looked(trainer, line), by=trainer) == 0

    def test_looking_asks_as_many_questions_for_one_line_as_for_many(
        self, course: Course, trainer: User
    ) -> None:
        def questions(lines: int) -> int:
            table = [f"{a_learner().email},{course.slug},0.9" for _line in range(lines)]
            with CaptureQueriesContext(connection) as asked:
                looked(trainer, *table)
            return len(asked)

        assert questions(1) == questions(20)
