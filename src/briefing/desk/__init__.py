"""Recording: a document taken in, its numbers decided one by one or by a corrected draft, and written."""
