"""What makes many loads of nearly the same record cheap, without a check less."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from briefing.record import tables


@contextmanager
def each_table_judged_once() -> Iterator[None]:
    """Let the descriptor's rules judge a table of the same cells only once: they cost more than all other checks."""
    really, known = tables._constraints, {}

    def once(name, table, raw, schema):
        key = name, json.dumps(schema, sort_keys=True), raw.to_csv()
        if key not in known:
            known[key] = really(name, table, raw, schema)
        return known[key]

    tables._constraints = once
    try:
        yield
    finally:
        tables._constraints = really
