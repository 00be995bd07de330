"""The lines to a printer: network, serial, USB, a device file, a plain file; `dial` opens the one that a URL names."""
