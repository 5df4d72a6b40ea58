"""What the evidence leaves open: coverage, questions, drafts, and the documents as HTML. No chart."""
