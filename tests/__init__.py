"""Tests of the package, in folders that mirror it; what several share stands beside this file."""

import sys

# jsonschema takes rfc3987_syntax where it finds it: a grammar that takes seconds, and no schema here has an IRI in it.
sys.modules.setdefault("rfc3987_syntax", None)
