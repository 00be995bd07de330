"""A simulated card and reader field in a process of its own: `python -m hardware.cards.simulated --help`."""
