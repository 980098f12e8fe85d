"""Owns the child process that compiles one layout of somebody else's, and nothing more.

Run by its path, never imported: limits first, then what reads the layout.
"""

import json
import sys
from pathlib import Path

from caging import cut_off, limit  # type: ignore[import-not-found]  # it lies beside this file


def main() -> int:
    asked = json.load(sys.stdin)
    limit(memory=asked["memory"], cpu_seconds=asked["cpu_seconds"], file_size=asked["output"])
    import typst

    cut_off()
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]]
    )
    compiler = typst.Compiler(
        input="main.typ",
        root=".",
        font_paths=fonts,
        package_path="packages",
        package_cache_path="packages",
    )
    try:
        made = compiler.compile(**asked["compile"])
    except typst.TypstError as error:
        print(error.message, file=sys.stderr)
        return 2
    pages = made if isinstance(made, list) else [made]
    if len(pages) != 1:
        print(f"It makes {len(pages)} pages: a certificate is one.", file=sys.stderr)
        return 2
    Path("made").write_bytes(pages[0] or b"")
    return 0


sys.exit(main())
