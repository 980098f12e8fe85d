"""What signs PDFs is a file or a token; nonsense stops the start with one line, without secrets."""

from pathlib import Path

import pytest

from campus.env import BadSettings, load
from campus.env.pdfkeys import KeyFile, KeyToken, pdf_key, timestamp_url

FILE = {"CAMPUS_PDF_KEY_FILE": "/etc/campus/pages.p12"}
TOKEN = {
    "CAMPUS_PKCS11_MODULE": "/usr/lib/softhsm/libsofthsm2.so",
    "CAMPUS_PKCS11_TOKEN": "campus",
    "CAMPUS_PKCS11_LABEL": "pages",
}


def test_nothing_need_be_set() -> None:
    assert pdf_key({}) is None
    assert timestamp_url({}) is None


def test_a_file_with_or_without_password() -> None:
    path = Path("/etc/campus/pages.p12")
    assert pdf_key(FILE) == KeyFile(path)
    assert pdf_key(FILE | {"CAMPUS_PDF_KEY_PASSWORD": "s"}) == KeyFile(path, "s")


def test_a_token_with_or_without_pin() -> None:
    pytest.importorskip("pkcs11", reason="the extra “hsm” is not installed")
    module = Path("/usr/lib/softhsm/libsofthsm2.so")
    assert pdf_key(TOKEN) == KeyToken(module, "campus", "pages")
    assert pdf_key(TOKEN | {"CAMPUS_PKCS11_PIN": "1"}) == KeyToken(module, "campus", "pages", "1")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"CAMPUS_PDF_KEY_FILE": "pages.p12"}, "CAMPUS_PDF_KEY_FILE is 'pages.p12': "),
        ({"CAMPUS_PDF_KEY_PASSWORD": "hidden"}, "CAMPUS_PDF_KEY_PASSWORD stands without"),
        (FILE | TOKEN, "CAMPUS_PDF_KEY_FILE stands beside CAMPUS_PKCS11_MODULE: "),
        ({"CAMPUS_PKCS11_PIN": "hidden"}, "CAMPUS_PKCS11_PIN stands without"),
        ({**TOKEN, "CAMPUS_PKCS11_MODULE": "x.so"}, "CAMPUS_PKCS11_MODULE is 'x.so': "),
        (
            {"CAMPUS_PKCS11_MODULE": "/x.so", "CAMPUS_PKCS11_TOKEN": "campus"},
            "CAMPUS_PKCS11_LABEL is not set: ",
        ),
        ({"CAMPUS_TIMESTAMP_URL": "ftp://tsa.example"}, "CAMPUS_TIMESTAMP_URL is 'ftp:"),
        ({"CAMPUS_TIMESTAMP_URL": "http://"}, "CAMPUS_TIMESTAMP_URL is 'http://': "),
        ({"CAMPUS_TIMESTAMP_URL": "http://tsa.example:x"}, "CAMPUS_TIMESTAMP_URL is "),
        ({"CAMPUS_TIMESTAMP_URL": "http://tsa .example"}, "CAMPUS_TIMESTAMP_URL is "),
    ],
)
def test_nonsense_is_refused_in_one_line(values: dict[str, str], said: str) -> None:
    development = {"CAMPUS_ENV": "development", "CAMPUS_DATA": "/nowhere/campus"}
    with pytest.raises(BadSettings) as refused:
        load(development | values)
    text = str(refused.value)
    assert text.startswith(said)
    assert "\n" not in text
    assert "hidden" not in text


def test_an_authority_of_time() -> None:
    address = "http://timestamp.example.org/tsa"
    assert timestamp_url({"CAMPUS_TIMESTAMP_URL": address}) == address


def test_secrets_are_not_shown() -> None:
    key = pdf_key(FILE | {"CAMPUS_PDF_KEY_PASSWORD": "hidden"})
    assert "hidden" not in repr(key)
