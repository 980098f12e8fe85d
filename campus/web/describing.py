"""Owns what the API's description says of `POST /verify`: a page that answers machines as JSON."""

from dataclasses import asdict
from typing import Any, Final

import msgspec

from campus.rest.problems import MEDIA_TYPE
from campus.rest.schemas import schemas_of
from workers.certificates.checking.judgements import PAGE_UNPROVED, Field, Judgement
from workers.certificates.verifying.examining import Finding

PATH: Final = "/verify"
_FILE: Final = {"type": "string", "format": "binary"}
_FORM: Final = {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}
_REFUSALS: Final = (
    (400, "no_file", "There is no file in what you sent: choose one first."),
    (413, "body_too_large", "This file is larger than 5 MB, and no certificate is."),
    (429, "too_many_requests", "Too many requests came from here: wait a minute, then try again."),
    (503, "busy", "Too many files are being checked: try again in some seconds."),
)
_EXAMPLE: Final = Judgement(
    kind="pdf",
    verdict=PAGE_UNPROVED,
    advice="The certificate attached to this PDF is genuine. The page you see is not proved.",
    origin="campus",
    issuer="Campus",
    issuer_id="did:web:campus.example",
    credential="7Kq2mX9dTf4Rw8abcdefgh",
    is_shown_proved=False,
    fields=(Field("recipient", "Holder", "Awa Diop"),),
    findings=(Finding("seal", None, "The PDF is signed", "This PDF carries no signature."),),
)


def with_dropped_files(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The document of drf-spectacular, which knows no pages, with the one that machines use."""
    schemas = result["components"]["schemas"] | schemas_of(Judgement)
    result["components"]["schemas"] = dict(sorted(schemas.items()))
    result["paths"][PATH] = {"post": _check()}
    return result


def _check() -> dict[str, Any]:
    return {
        "operationId": "check_file",
        "description": (
            "Send a PDF, PNG, JSON or JWT of any origin, in a form or as the whole body, and ask "
            "for JSON with `Accept`. Only the verdict `valid` says that all of the file is proved, "
            "what it shows to people too. Of a genuine certificate in a page or a picture that "
            "nothing proves (`page_unproved`, `picture_unproved`) believe the `fields` only. "
            "The file is not kept."
        ),
        "summary": "What is true of a certificate's file",
        "tags": ["credentials"],
        "requestBody": {
            "content": {
                "multipart/form-data": {"schema": _FORM},
                "application/octet-stream": {"schema": _FILE},
            },
            "required": True,
        },
        "security": [{}],
        "responses": {
            "200": {
                "content": {"application/json": _content("Judgement", asdict(_EXAMPLE))},
                "description": "OK",
            }
        }
        | {str(status): _refusal(status, code, detail) for status, code, detail in _REFUSALS},
    }


def _refusal(status: int, code: str, detail: str) -> dict[str, Any]:
    problem = {"type": f"urn:campus:problem:{code}", "status": status, "detail": detail}
    return {"content": {MEDIA_TYPE: _content("Problem", problem)}, "description": detail}


def _content(name: str, example: dict[str, Any]) -> dict[str, Any]:
    return {
        "schema": {"$ref": f"#/components/schemas/{name}"},
        "examples": {name: {"value": msgspec.to_builtins(example)}},
    }
