"""Owns how somebody at a desk uses the pages of a campus: sees forms, fills them in, sends them."""

import http.cookiejar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import lxml.html

LOGIN = "/en/account/login/"


class Page:
    """A page as it came, and where it is."""

    def __init__(self, address: str, body: bytes) -> None:
        self.address = address
        self.document = lxml.html.fromstring(body.decode())

    @property
    def text(self) -> str:
        """What is read on it, without its line ends."""
        return " ".join(self.document.text_content().split())

    def form(self, having: str) -> Any:
        """The form that asks for this."""
        return next(form for form in self.document.forms if having in form.fields)

    def value(self, name: str, beginning: str = "") -> str:
        """What a form's hidden or pressed field holds."""
        path = f'//*[@name="{name}"][starts-with(@value, "{beginning}")]/@value'
        return str(self.document.xpath(path)[0])


class Desk:
    """A browser without scripts: it keeps cookies, follows redirects, sends whole forms."""

    def __init__(self, port: int) -> None:
        self.campus = f"http://127.0.0.1:{port}"
        self.cookies = http.cookiejar.CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))
        self.opener.addheaders = [("Accept-Language", "en")]

    def sign_in(self, email: str, password: str) -> "Desk":
        page = self.send(self.see(LOGIN), "login", login=email, password=password)
        assert page.address != self.campus + LOGIN, page.text
        return self

    def see(self, path: str) -> Page:
        return self._open(Request(urljoin(self.campus, path)))

    def send(self, page: Page, having: str, *, to: str = "", **changes: str) -> Page:
        """Fill in the form that asks for `having`, leave the rest of it as it is, send it."""
        form = page.form(having)
        kept = [(name, text) for name, text in form.form_values() if name not in changes]
        return self.post(urljoin(page.address, to or form.action or ""), [*kept, *changes.items()])

    def post(self, address: str, data: Any) -> Page:
        target = urljoin(self.campus, address)
        body = urlencode(data).encode()
        return self._open(Request(target, body, {"Referer": target}))

    def _open(self, request: Request) -> Page:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return Page(answer.geturl(), answer.read())
        except HTTPError as error:
            raise AssertionError(
                f"{request.full_url}: {error.code} {error.read()[:500]!r}"
            ) from None
