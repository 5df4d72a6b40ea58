"""Tables of what may be put side by side and what follows from it: no looks, no capacity of a chart."""
