"""The codebook of a dossier: data/README.md, written from datapackage.json.

Belongs here: the descriptor as a page for readers. Does not belong here: anything that the descriptor does not say.
`make codebook` renews this repository's.
"""

from __future__ import annotations

import json
from pathlib import Path

from briefing.paths import DATA
from briefing.record.tables import DESCRIPTOR

PAGE = DATA / "README.md"


def codebook(data: Path = DATA) -> str:
    """Return the codebook of a dossier as Markdown."""
    package = json.loads((data / DESCRIPTOR).read_text(encoding="utf-8"))
    tables = package["resources"]
    contents = [f"- [{t['path']}](#{t['path'].replace('.', '')}): {t['description']}" for t in tables]
    return "\n".join(
        [
            f"# {package['title']}: the codebook",
            "",
            f"<!-- Written from {DESCRIPTOR} by `make codebook`; change the descriptor, not this page. -->",
            "",
            package["description"],
            "",
            "Dates are ISO 8601 at the precision at which they are known (`2025-09-02`, `2025-08`, `2025`, or empty).",
            "An empty cell is a value that is not there; it is never zero.",
            "",
            *contents,
            *(line for table in tables for line in _table(table)),
            "",
        ]
    )


def _table(table: dict) -> list[str]:
    schema = table["schema"]
    refers = {
        column: f"`{key['reference']['resource']}.{target}`"
        for key in schema.get("foreignKeys", [])
        for column, target in zip(key["fields"], key["reference"]["fields"], strict=True)
    }
    key = ", ".join(f"`{name}`" for name in schema["primaryKey"])
    head = ["", f"## {table['path']}", "", f"{table['description']} Primary key: {key}.", ""]
    columns = ["| column | type | meaning | may be |", "|---|---|---|---|"]
    rows = [
        f"| `{f['name']}` | {f['type']} | {_cell(f['description'])} | {_allowed(f, refers.get(f['name']))} |"
        for f in schema["fields"]
    ]
    return [*head, *columns, *rows]


def _allowed(field: dict, refers: str | None) -> str:
    rules = field.get("constraints", {})
    parts = [
        " ".join(f"`{value}`" for value in rules.get("enum", [])),
        f"one of {refers}" if refers else "",
        f"from {rules['minimum']}" if "minimum" in rules else "",
        "" if rules.get("required") else "empty",
        "left out of the table" if field.get("optional") else "",
    ]
    return _cell(", or ".join(filter(None, parts)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(codebook(), encoding="utf-8")
    print(f"{PAGE.relative_to(DATA.parent)} written")
