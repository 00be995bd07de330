"""How tests and demo start the browser. The headless shell draws the same pages as Chromium with a window for 0.6 of its CPU."""

from playwright.sync_api import expect

PATIENCE_MS = 30_000  # for what must come: a busy machine takes seconds for a page
expect.set_options(timeout=PATIENCE_MS)
LAUNCH = {
    "executable_path": "/usr/bin/chromium-headless-shell",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
