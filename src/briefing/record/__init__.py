"""The record: CSV tables and documents as one checked dossier, cut by `as_of`.

Does not belong here: comparing what the rows say (analysis).
"""
