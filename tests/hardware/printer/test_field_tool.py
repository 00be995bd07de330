"""The field engineer's tool: one JSON object a line, and an exit status that can be trusted."""

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import msgspec
import pytest

from hardware.printer.__main__ import main
from hardware.printer.links.address import parse
from hardware.printer.slip import draw, preview


def tool(*arguments):
    """Exit status, lines of the answer and what was said to the person, of the tool in this process."""
    answer, said = io.StringIO(), io.StringIO()
    with redirect_stdout(answer), redirect_stderr(said):
        try:
            code = main([*arguments])
        except SystemExit as refused:
            code = refused.code
    return code, [json.loads(line) for line in answer.getvalue().splitlines()], said.getvalue()


def test_the_tool_is_a_program_with_an_exit_status(device):
    command = [sys.executable, "-m", "hardware.printer", "status", "--printer", device.url]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["printer"]) == (0, "ready")

    device.order(paper="out")

    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["printer"]) == (1, "paper_end")


def test_status_of_a_well_printer(device):
    code, lines, _ = tool("status", "--printer", device.url)

    said = {"maker": "UKETSUKE", "model": "SIMULATED", "firmware": "1.0"}
    assert (code, lines) == (0, [{"printer": "ready", "tier": "A", **said}])
    assert device.order(state=True)["blank_cuts"] == 0


def test_status_of_an_empty_and_of_an_absent_printer(device):
    device.order(paper="out")
    assert tool("status", "--printer", device.url)[:2] == (1, [{"printer": "paper_end", "tier": None}])

    device.order(power="off")
    code, (line,), _ = tool("status", "--printer", device.url)
    assert (code, line["printer"], line["tier"]) == (1, "unreachable", None)
    assert "power, network cable, address" in line["why"]


def test_a_ticket_from_a_file_is_printed_as_drawn(device, tmp_path, slip):
    ticket = tmp_path / "ticket.json"
    ticket.write_bytes(msgspec.json.encode(slip))

    code, lines, _ = tool("print", "--printer", device.url, "--width", "384", str(ticket))

    assert code == 0
    assert [line["state"] for line in lines] == ["queued", "sending", "printing", "printed"]
    (sheet,) = device.sheets()
    narrow = draw(slip, 384)
    assert [sheet.packed[at : at + 48] for at in range(0, len(sheet.packed), 72)] == [
        narrow.packed[at : at + 48] for at in range(0, len(narrow.packed), 48)
    ]


def test_paper_that_ends_is_said_and_the_last_line_is_true_at_the_timeout(device):
    device.order(paper_out_at_row=100)

    code, lines, _ = tool("print", "--printer", device.url, "--timeout", "2")

    assert code == 1
    assert lines[-1] == {"state": "held", "fault": "paper_end"}


def test_a_file_takes_the_bytes_and_nobody_claims_a_paper(tmp_path):
    code, lines, _ = tool("print", "--printer", f"file://{tmp_path}/printer")

    assert code == 1
    assert [line["state"] for line in lines] == ["queued", "sending", "printing", "uncertain"]
    assert (tmp_path / "printer").read_bytes().startswith(b"\x1b@\x1da\xff\x1dv0")


def test_mistakes_are_answered_with_what_would_be_right(tmp_path):
    wrong = tmp_path / "ticket.json"
    wrong.write_text('{"office": "みほん市役所", "service": "証明", "number": "C-001", "colour": "red"}')

    assert "usb:///dev/usb/lp0" in tool("status", "--printer", "lpt1")[2]
    assert "unknown field `colour`" in tool("print", "--printer", f"file://{tmp_path}/printer", str(wrong))[2]
    assert "No such file" in tool("print", "--printer", f"file://{tmp_path}/printer", str(tmp_path / "none.json"))[2]
    assert tool("print", "--printer", f"file://{tmp_path}/printer", "--width", "100")[0] == 2


def test_a_slip_is_looked_at_without_a_printer(tmp_path, slip):
    ticket, picture = tmp_path / "ticket.json", tmp_path / "slip.png"
    ticket.write_bytes(msgspec.json.encode(slip))

    code, lines, _ = tool("preview", "--png", str(picture), "--width", "512", "--dpi", "180", str(ticket))

    assert (code, lines) == (0, [{"picture": str(picture)}])
    assert picture.read_bytes() == preview(slip, 512, 180)
    assert "No such file" in tool("preview", "--png", str(tmp_path / "no" / "slip.png"))[2]
    assert "--png FILE" in tool("preview")[2]


def test_a_line_without_a_printer_says_what_to_look_at(tmp_path):
    code, (line,), _ = tool("status", "--printer", f"serial://{tmp_path}/none")
    assert (code, line["printer"]) == (1, "unreachable")
    assert "adapter plugged in" in line["why"]

    code, (line,), _ = tool("status", "--printer", "usb:///dev/usb/lp99")
    assert (code, line["printer"]) == (1, "unreachable")
    assert "cable out" in line["why"]

    assert "`find` lists" in tool("status")[2]


def test_a_paper_that_reached_no_printer_says_why():
    code, lines, _ = tool("print", "--printer", "usb:///dev/usb/lp99")

    assert code == 1
    assert (lines[-1]["state"], lines[-1]["fault"]) == ("failed_clean", "unreachable")
    assert "cable out" in lines[-1]["why"]


def test_a_serial_printer_is_asked_through_its_line(start, tmp_path):
    start("--pty", str(tmp_path / "line"))

    code, (line,), _ = tool("status", "--printer", f"serial://{tmp_path}/line?baud=921600")

    assert (code, line["printer"], line["tier"], line["model"]) == (0, "ready", "A", "SIMULATED")


def test_what_is_found_here_has_a_url_each_and_nothing_found_is_no_success():
    code, lines, said = tool("find")

    assert code == (0 if lines else 1)
    assert all(parse(line["url"]) for line in lines)
    assert lines or "nothing found" in said


def test_help_teaches_every_form_of_url():
    code, _, _ = tool("status")
    assert code == 2
    answer = io.StringIO()
    with redirect_stdout(answer), pytest.raises(SystemExit):
        main(["--help"])

    assert all(form in answer.getvalue() for form in ("tcp://", "usb://", "serial://", "file://", "tier=D", "flow=rtscts"))
