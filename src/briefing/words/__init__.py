"""Text and numbers: numerals, intervals, quotes, dates, English. Nothing here reads from disk."""
