"""Briefing notebooks on contested figures, each number tied to the words it came from.

The public names are loaded on first use, so that a command imports only what it needs.
"""

_PUBLIC = dict.fromkeys(("load_dossier", "Dossier", "DossierError", "Fault"), "record.dossier")

__all__ = ["Dossier", "DossierError", "Fault", "load_dossier"]


def __getattr__(name: str):
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(f"briefing.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module 'briefing' has no attribute {name!r}")
