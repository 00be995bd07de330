"""A simulated ticket printer as a process of its own: `python -m hardware.printer.simulated --help`."""
