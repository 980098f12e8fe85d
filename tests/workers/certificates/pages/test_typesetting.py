"""One page, accessible, archivable, with the credential inside; the same input, the same bytes."""

import io
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from tests.workers.certificates.faces import ADDRESS, ZOE
from tests.workers.certificates.signedpages import signed
from workers.certificates.pages.typesetting import Face, qr_code, typeset

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
LONG = "Marie-Antoinette Wilhelmine de Saint-Exupéry-Châtillon de la Rochefoucauld-Liancourt " * 2


def pdf(face: Face = ZOE, credential: str = '{"a": "é"}') -> PdfReader:
    return PdfReader(io.BytesIO(typeset(face, credential=credential, issued_at=NOW)))


def text(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def test_the_same_input_gives_the_same_bytes() -> None:
    made = {typeset(ZOE, credential="{}", issued_at=NOW) for _ in range(3)}
    assert len(made) == 1
    assert len(made.pop()) < 150_000


def test_another_credential_gives_other_bytes() -> None:
    assert typeset(ZOE, credential="{}", issued_at=NOW) != typeset(
        ZOE, credential="{ }", issued_at=NOW
    )


def test_the_page_says_what_the_face_says() -> None:
    said = text(pdf())
    for words in (ZOE.title, ZOE.name, ZOE.role, ZOE.subject, ZOE.summary, "2 h 30", ZOE.people):
        assert words in said


def test_the_credential_is_attached_byte_for_byte() -> None:
    reader = pdf(credential='{"name": "Zoé"}\n')
    ((name, contents),) = reader.attachments.items()
    assert (name, contents) == ("credential.json", ['{"name": "Zoé"}\n'.encode()])
    (file,) = reader.trailer["/Root"]["/AF"]
    described = file.get_object()
    assert described["/AFRelationship"] == "/Data"
    assert described["/EF"]["/F"].get_object()["/Subtype"] == "/application/vc"


def test_it_declares_archiving_and_accessibility() -> None:
    reader = pdf()
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert ZOE.name in reader.metadata.title


@pytest.mark.parametrize(
    "face",
    [
        replace(ZOE, name="Li", role="", summary="", people="", people_label=""),
        replace(ZOE, name=LONG, subject=LONG, summary=LONG + LONG, role=LONG, people=LONG * 2),
        replace(ZOE, name="W" * 200),
        replace(ZOE, name="张伟", demonstration=""),
        replace(ZOE, name="A\u202e\x00😀é", language="en"),
        replace(ZOE, facts=(("Résultat signé par", LONG[:80]), *ZOE.facts)),
    ],
    ids=["short", "long", "no space", "other script", "marks", "long fact"],
)
def test_whatever_the_words_it_is_one_page(face: Face) -> None:
    assert len(pdf(face).pages) == 1


@pytest.mark.parametrize(
    "name",
    [
        "محمد بن عبد الله ",
        "שרה לוי ",
        "प्रिया शर्मा ",
        "Δημήτρης ",
        "Ольга ",
        "Nguyễn Thị ",
        "ሰላም ተስፋዬ ",
    ],
)
def test_a_name_of_120_letters_in_any_script_is_one_page_of_moderate_size(name: str) -> None:
    long = (name * 40)[:120]
    made = signed(replace(ZOE, name=long, subject=long, people=long))
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert len(made) < 150_000


def test_a_name_written_from_right_to_left_reads_in_its_own_order() -> None:
    """The first letter stands rightmost, and marks that would turn the page round are left out."""
    plain_name, turned = "שרה לוי", "\u202eשרה\u2066 לוי\u2069"
    assert "שרה" in text(pdf(replace(ZOE, name=plain_name)))
    made = {
        typeset(replace(ZOE, name=n), credential="{}", issued_at=NOW) for n in (plain_name, turned)
    }
    assert len(made) == 1


def test_a_name_we_have_no_letters_for_is_said_to_be_in_the_proof() -> None:
    assert ZOE.name_missing in text(pdf(replace(ZOE, name="张伟")))


def test_words_are_never_run_as_code() -> None:
    evil = '#panic("run") $x$ *b* \\ "] ${x} #read("certificate.typ")'
    assert '#panic("run") $x$ *b* \\' in text(pdf(replace(ZOE, summary=evil)))


def test_threads_do_not_disturb_each_other() -> None:
    alone = [
        typeset(replace(ZOE, name=f"Zoé {n}"), credential="{}", issued_at=NOW) for n in range(4)
    ]
    together: dict[int, bytes] = {}

    def make(n: int) -> None:
        together[n] = typeset(replace(ZOE, name=f"Zoé {n}"), credential="{}", issued_at=NOW)

    threads = [threading.Thread(target=make, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[n] for n in range(4)] == alone


def test_the_qr_code_is_the_same_each_time() -> None:
    assert qr_code(ADDRESS) == qr_code(ADDRESS) != qr_code(ADDRESS + "x")
