"""How things look and where they find room: theme, frame, axes, marks, rows, cells. No word about the data."""
