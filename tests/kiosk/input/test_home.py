"""Homes of converters whose kiosk is gone are wiped, whoever made them and however it ended."""

import os
import subprocess
import sys

from kiosk.input.home import end_homes_of, environ_of, lives, make_home, sweep


def made_by(process):
    """A home that carries the name of another maker."""
    home = make_home()
    return home.rename(home.with_name(home.name.replace(f"-{os.getpid()}-", f"-{process.pid}-")))


def test_a_process_that_ended_and_was_not_waited_for_no_longer_lives():
    ended = subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE)
    ended.stdout.read()
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)

    assert not lives(ended.pid)
    assert lives(os.getpid())
    ended.wait()
    ended.stdout.close()
    assert not lives(ended.pid)


def test_a_home_is_wiped_when_its_maker_ended_even_if_nobody_waited_for_it():
    maker = subprocess.Popen([sys.executable, "-c", ""])
    home = made_by(maker)
    os.waitid(os.P_PID, maker.pid, os.WEXITED | os.WNOWAIT)

    sweep()

    assert not home.exists()
    maker.wait()


def test_the_homes_of_one_process_are_wiped_and_no_other_ones():
    maker = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    theirs, ours = made_by(maker), make_home()

    sweep()
    assert theirs.exists(), "its maker lives"
    end_homes_of(maker.pid)

    assert not theirs.exists()
    assert ours.exists()
    end_homes_of(os.getpid())
    assert not ours.exists()
    maker.communicate()


def test_who_is_only_just_moving_in_is_known_by_its_home_too(tmp_path):
    """Half of these are met while they change into their program: without an environment, for a millisecond."""
    homes = [f"{tmp_path}/{number}" for number in range(50)]
    lodgers, known = [], []
    for home in homes:
        lodgers.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, env={"HOME": home}))
        known.append(environ_of(lodgers[-1].pid))
    for lodger in lodgers:
        lodger.kill()
        lodger.communicate()

    assert known == [f"HOME={home}\0".encode() for home in homes]
