"""The pages of a running hub while its files are being replaced under it."""

import shutil
from datetime import datetime

from hub.web.pages.templates import FOLDER, Pages
from tests.hub.web.running_hub import demo_bundle


def test_a_running_office_shows_the_pages_it_started_with_while_its_files_are_replaced(tmp_path):
    folder = tmp_path / "templates"
    shutil.copytree(FOLDER, folder)
    (folder / "frame.html").write_text("<p>{% block words %}{% endblock %}</p>")
    (folder / "seen.html").write_text('{% extends "frame.html" %}{% block words %}before{% endblock %}')
    (folder / "unseen.html").write_text('{% extends "frame.html" %}{% block words %}before{% endblock %}')
    bundle = demo_bundle()
    pages = Pages(lambda: bundle, lambda: datetime(2026, 11, 21), folder)
    first = pages.text("seen.html")

    (folder / "seen.html").write_text("{{ what_only_the_new_program_gives }}")
    (folder / "unseen.html").write_text("{{ what_only_the_new_program_gives }}")
    (folder / "frame.html").unlink()

    assert first == pages.text("seen.html") == pages.text("unseen.html") == "<p>before</p>"
