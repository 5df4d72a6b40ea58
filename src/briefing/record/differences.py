"""What is not the same in the tables of two records: rows that came and went, and cells that are otherwise.

Belongs here: tables beside tables, by their keys. Does not belong here: what a difference means for what is told
(outputs.changes).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from briefing.record.dossier import Record
from briefing.record.files import TABLES

CELLS = ["table", "row", "column", "before", "after"]


@dataclass(frozen=True, eq=False)
class Differences:
    """What differs, by table: `added` and `gone` rows; `cells` has one row for each cell (see CELLS), all as text."""

    added: dict[str, pd.DataFrame]
    gone: dict[str, pd.DataFrame]
    cells: pd.DataFrame

    def __bool__(self) -> bool:
        return bool(len(self.cells) or any(map(len, [*self.added.values(), *self.gone.values()])))


def differences(old: Record, new: Record) -> Differences:
    """Return what differs between the tables of two records; the order of rows does not count."""
    added, gone, cells = {}, {}, []
    for name in TABLES:
        key = new.descriptor.schemas[name]["primaryKey"]
        key = [key] if isinstance(key, str) else list(key)
        before, after = (_by_key(record.tables[name], key) for record in (old, new))
        added[name] = new.table(name)[~_by_key(new.table(name), key).index.isin(before.index)]
        gone[name] = old.table(name)[~_by_key(old.table(name), key).index.isin(after.index)]
        cells.append(_cells(name, before, after))
    return Differences(added, gone, pd.concat(cells, ignore_index=True))


def _by_key(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Return a table as text, its rows by their key in one text."""
    rows = table.astype("str").fillna("")
    return rows.set_axis(pd.Index([", ".join(cells) for cells in rows[key].itertuples(index=False)], name="row"))


def _cells(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    before, after = (t[~t.index.duplicated()] for t in (before, after))
    both = after.index[after.index.isin(before.index)]
    columns = [c for c in after.columns if c in before.columns]
    was, now = before.loc[both, columns], after.loc[both, columns]
    places = was.ne(now).stack()
    places = places[places].index
    rows, names = places.get_level_values(0), places.get_level_values(1)
    values = [(was.at[r, c], now.at[r, c]) for r, c in zip(rows, names, strict=True)]
    return pd.DataFrame(
        [(name, r, c, *v) for r, c, v in zip(rows, names, values, strict=True)], columns=CELLS, dtype="str"
    )
