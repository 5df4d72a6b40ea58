"""Tests of the package, in folders that mirror it; what several share stands beside this file."""

import gc
import sys

# jsonschema takes rfc3987_syntax where it finds it: a grammar that takes seconds, and no schema here has an IRI in it.
sys.modules.setdefault("rfc3987_syntax", None)
# A dossier and its drawn charts are many objects: looking for cycles among them less often saves a tenth of the time.
gc.set_threshold(50_000, 20, 50)
