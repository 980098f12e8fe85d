"""Tables in the form that Markdown has: one row of headings, one line a cell."""

from bs4 import BeautifulSoup, Tag

_BLOCKS = ["p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"]


def settle(soup: BeautifulSoup) -> None:
    for table in soup.find_all("table"):
        if table.find_parent("table") is not None:
            continue
        rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
        if _is_frame(rows):
            _unframe(table, rows)
            continue
        for cell in table.find_all(["td", "th"]):
            _flatten(soup, cell)
        _head(soup, table, rows)


def _is_frame(rows: list[Tag]) -> bool:
    """A table of one cell is a box around a text."""
    return len(rows) == 1 and len(rows[0].find_all(["td", "th"], recursive=False)) == 1


def _unframe(table: Tag, rows: list[Tag]) -> None:
    cell = rows[0].find(["td", "th"])
    if isinstance(cell, Tag):
        table.replace_with(cell.extract())
        cell.name = "div"


def _flatten(soup: BeautifulSoup, cell: Tag) -> None:
    """Paragraphs of a cell one below the other, as `<br>`: a line of Markdown holds the row."""
    blocks = [one for one in cell.find_all(_BLOCKS) if not one.find(_BLOCKS)]
    kept = [one for one in blocks if one.get_text(strip=True)]
    for block in kept[:-1]:
        block.append(soup.new_tag("br"))
    for block in cell.find_all([*_BLOCKS, "ul", "ol"]):
        block.unwrap()
    if not cell.get_text(strip=True) and not cell.find("img"):
        cell.clear()


def _without_blanks(row: Tag) -> None:
    for part in list(row.children):
        if not isinstance(part, Tag):
            part.extract()


def _head(soup: BeautifulSoup, table: Tag, rows: list[Tag]) -> None:
    """Rows alone, the first one of headings; groups and columns say nothing in Markdown."""
    for around in table.find_all(["colgroup", "col", "caption"]):
        around.decompose()
    for around in table.find_all(["thead", "tbody", "tfoot"]):
        around.unwrap()
    for row in rows:
        row.extract()
        _without_blanks(row)
    table.clear()
    table.extend(rows)
    for cell in rows[0].find_all(["td", "th"], recursive=False) if rows else []:
        cell.name = "th"
        for mark in cell.find_all(["b", "strong"]):
            mark.unwrap()
