"""The languages that documents are read in: one module of the same shape for each, and telling them apart."""
