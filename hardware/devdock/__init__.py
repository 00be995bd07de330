"""The dev dock: a page in the browser that does to the simulated devices what hands do to real ones."""
