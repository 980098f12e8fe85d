"""Runs several commands of an operator in one process, because starting one takes seconds.

`python -m tests.stories.operating '[["export_course", "slug", "folder"], …]'` prints, as JSON,
what each of them said; one that refuses ends it.
"""

import io
import json
import sys


def operate(commands: list[list[str]]) -> list[str]:
    from django.core.management import call_command

    said = []
    for command in commands:
        heard = io.StringIO()
        call_command(*command, stdout=heard)
        said.append(heard.getvalue())
    return said


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(operate(json.loads(sys.argv[1]))))
