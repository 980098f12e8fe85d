"""How much CPU one certificate costs: `python -m tests.benchmarks.certificates`.

Measured twice: the document alone (Open Badges 3.0, proof, QR code, PDF), and all that a worker
does for one (rule, evidence, document, rows, mail, PDF, stored), PostgreSQL's own time aside.
The floor is what cannot be saved: typst setting one bare page to the same standards, and Ed25519.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from tests.benchmarks.stage import a_campus

MOST_MS = 40.0
LARGEST = 150_000
NUMBER = 100
BARE = '#set document(title: "Bare")\n#set page(width: 297mm, height: 210mm)\nBare'


def cpu_ms(work: Callable[[int], object], *, number: int = NUMBER) -> float:
    """Mean CPU time of this process for one call, after five calls to warm up."""
    for n in range(5):
        work(-1 - n)
    start = time.process_time()
    for n in range(number):
        work(n)
    return (time.process_time() - start) / number * 1_000


def floor(folder: Path) -> float:
    import typst
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from workers.certificates.typesetting import _fonts

    key = Ed25519PrivateKey.generate()
    (folder / "bare.typ").write_text(BARE)
    compiler = typst.Compiler(input=folder / "bare.typ", root=folder, font_paths=_fonts())

    def work(n: int) -> None:
        key.sign(str(n).encode())
        inputs = {"n": str(n)}
        compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"], timestamp=n + 10
        )

    return cpu_ms(work)


def document_alone() -> tuple[float, int]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from tests.workers.certificates.faces import a_face
    from workers.certificates import documents, issuer, proofs
    from workers.certificates.typesetting import typeset

    key = Ed25519PrivateKey.generate()
    did = issuer.did_of("https://campus.example")
    method = issuer.verification_method(did, issuer.multibase(key.public_key()))
    now, sizes = datetime.now(UTC), []

    def work(n: int) -> None:
        name = f"Zoé Lefèvre-Çelik {n}"
        document = documents.build(
            address=f"https://campus.example/verify/{n:022}",
            name="Attestation de suivi · Écrire clair",
            issuer=documents.Issuer(did, "Campus", "https://campus.example"),
            issued_at=now,
            subject=documents.Subject(uuid4(), name),
            earned=documents.Earned(uuid4(), 1, "Écrire clair", "Un cours.", "Tout faire.", "fr"),
            evidence=[documents.Evidence("Traces", "", documents.digest_of_ids([uuid4()]))],
        )
        text = proofs.sign(document, key=key, verification_method=method, created=now)
        sizes.append(len(typeset(a_face(name), credential=text, issued_at=now)))

    return cpu_ms(work), max(sizes)


def whole_work() -> float:
    """Through the workers' own handlers, on a real database."""
    from tests import world
    from workers.certificates.issuing import issue
    from workers.certificates.models import CertificateDocument, Credential
    from workers.certificates.rendering import render_document
    from workers.progress.earning import course_key
    from workers.progress.folding import fold_all

    course = world.a_published_course(lessons=("article",) * 6 + ("quiz",))
    learners = [world.a_learner(f"Zoé Lefèvre {n}") for n in range(NUMBER + 5)]
    for learner in learners:
        world.finish(learner, course)
    fold_all()
    waiting = iter(learners)

    def work(_n: int) -> None:
        learner = next(waiting)
        issue(course_key(course.work_id, learner.id, 1))
        render_document(Credential.objects.values_list("id", flat=True).get(person=learner))

    spent = cpu_ms(work)
    assert CertificateDocument.objects.count() == NUMBER + 5
    return spent


def main() -> int:
    with a_campus(), tempfile.TemporaryDirectory() as folder:
        least = floor(Path(folder))
        alone, size = document_alone()
        whole = whole_work()
    print(f"floor: a bare page by typst, and Ed25519: {least:.1f} ms CPU")
    print(f"document (credential, proof, QR, PDF):    {alone:.1f} ms, {alone / least:.1f} floors")
    print(f"whole work of a worker, stored:           {whole:.1f} ms, {whole / least:.1f} floors")
    print(f"largest PDF: {size / 1000:.0f} kB; wanted: at most {MOST_MS:.0f} ms and 150 kB")
    return 0 if whole <= MOST_MS and size <= LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
