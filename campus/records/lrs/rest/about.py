"""Owns `/xapi/about`: which versions are spoken here; for anybody, in any version or none."""

from typing import ClassVar

from django.http import HttpResponse

from campus.records.xapi.parameters import check_names
from campus.records.xapi.refusals import Malformed
from campus.records.xapi.versions import HEADER, WITHOUT, Version, listed

from . import asking
from .answers import json_answer
from .door import Door


class About(Door):
    is_public: ClassVar[bool] = True

    def version_of(self, letter: asking.Letter) -> Version:
        try:
            return asking.version_of(letter)
        except Malformed:
            return WITHOUT

    def get(self, asked: asking.Asked) -> HttpResponse:
        check_names(asked.parameters, ())
        return json_answer({"version": listed(asked.headers.get(HEADER)), "extensions": {}})
