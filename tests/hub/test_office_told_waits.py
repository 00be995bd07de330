"""A resident who follows the number is told one thing: slip, phone and board agree, and what was told is kept beside the call."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from random import Random

import msgspec

from hub.domain.promise import keeping
from hub.security.actors import Board, Resident, System
from hub.store import promises
from hub.wire import ActOnLeg
from tests.hub.small_office import Clock, act, call, clerk, issue, moving, number_only, small_office


def scenario_of(folder, play):
    async def scenario():
        clock = Clock()
        async with small_office(folder, clock) as office:
            await play(office, clock)

    asyncio.run(scenario())


async def served(office):
    visit = await act(office, await call(office, 7), "reception", "start", 7, "insurance")
    await act(office, visit, "reception", "finish", 7, "insurance")


async def taken(office, press):
    return await issue(office, press, number_only("insurance"))


async def called_every(office, clock, minutes, times, press="p"):
    """So many come and are called one after the other at a steady pace."""
    for each in range(times):
        await taken(office, f"{press}-{each}")
        clock.forward(minutes=minutes)
        await served(office)


async def followed(office, ticket):
    return await office.follow(Resident(), ticket.follow_url.rsplit("/", 1)[1])


def test_slip_phone_and_board_say_the_same(tmp_path):
    async def play(office, clock):
        await called_every(office, clock, 3, 8)
        for each in range(4):
            await taken(office, f"before-{each}")
        board = next(each for each in (await office.hall.board_state(Board("01"))).lines if each.service == "insurance")
        ticket = await taken(office, "mine")

        assert ticket.wait is not None and ticket.wait == board.wait
        assert (await followed(office, ticket)).wait == ticket.wait

    scenario_of(tmp_path, play)


def test_a_line_that_stops_for_a_while_is_not_told_as_a_leap(tmp_path):
    async def play(office, clock):
        await called_every(office, clock, 2, 10)
        for each in range(6):
            await taken(office, f"before-{each}")
        ticket = await taken(office, "mine")
        told = [ticket.wait.most]
        for _ in range(20):
            clock.forward(seconds=30)
            told.append((await followed(office, ticket)).wait.most)

        assert max(told) > told[0], "nobody is called: it does become later"
        assert all(after - before <= 5 for before, after in pairwise(told))

    scenario_of(tmp_path, play)


def test_what_was_told_is_kept_with_the_call_that_kept_it_and_found_again_after_a_restart(tmp_path):
    visits = []

    async def before(office, clock):
        await called_every(office, clock, 3, 8)
        ticket = await taken(office, "mine")
        visits.append(ticket)
        clock.forward(minutes=1)
        await call(office, 7)
        kept = await office._store.read(lambda connection: promises.since(connection, clock.now - timedelta(minutes=2)))
        assert [each.said[0].wait.most for each in kept] == [ticket.wait.most]
        assert keeping(kept).share == 1.0

    scenario_of(tmp_path, before)

    async def after(office, clock):
        said = await office._store.read(lambda each: promises.last(each, visits[0].visit, "insurance", "reception"))
        assert said.wait.most == visits[0].wait.most

    scenario_of(tmp_path, after)


def test_a_word_that_changed_on_the_phone_is_stored_with_the_next_look_at_the_lines(tmp_path):
    async def play(office, clock):
        await called_every(office, clock, 3, 8)
        for each in range(5):
            await taken(office, f"before-{each}")
        ticket = await taken(office, "mine")
        for _ in range(5):
            await served(office)
        clock.forward(seconds=30)
        now = (await followed(office, ticket)).wait
        assert now.most < ticket.wait.most
        await office.hall.waits(System())

        kept = await office._store.read(lambda connection: promises.since(connection, clock.now - timedelta(minutes=2)))
        mine = next(each for each in kept if len(each.said) > 1)
        assert [each.wait.most for each in mine.said] == [ticket.wait.most, now.most]

    scenario_of(tmp_path, play)


def test_a_line_whose_only_desk_is_left_tells_no_time_while_others_are_at_work(tmp_path):
    async def play(office, clock):
        await called_every(office, clock, 3, 8)
        ticket = await taken(office, "mine")
        assert (await followed(office, ticket)).wait is not None
        await office.door.create_staff(System(), "madoguchi", "clerk", "窓口の職員", "a-long-fictional-password")
        signed = await office.door.sign_in(Resident(), "madoguchi", "a-long-fictional-password")
        await office.door.take_counter(await office.door.session(System(), signed.token), 1)

        assert (await followed(office, ticket)).wait is None, "only the desk of another line is at work"

    scenario_of(tmp_path, play)


async def ready(office, press):
    """Somebody whose papers lie at the delivery now."""
    ticket = await issue(office, press, moving())
    for stage, counter in (("reception", 1), ("examination", 21), ("entry", 21), ("verification", 21)):
        visit = await call(office, counter, stage)
        if stage == "reception":
            visit = await act(office, visit, stage, "start", counter)
        await act(office, visit, stage, "finish", counter)
    return ticket


async def absent(office):
    """Called to the delivery, and the desk is free again."""
    await act(office, await call(office, 5, "delivery"), "delivery", "mark_absent", 5)


def test_who_waits_for_the_delivery_reads_on_the_board_what_the_phone_says_once_the_hub_knows(tmp_path):
    async def play(office, clock):
        async def told():
            state, waits = await office.hall.board_state(Board("01")), await office.hall.waits(System())
            assert state.deliveries == waits.deliveries
            return [(each.service, each.people_waiting, each.wait) for each in state.deliveries]

        await ready(office, "first")
        assert await told() == [], "nobody has been called to the delivery yet: nothing is said"
        for each in range(6):
            await ready(office, f"p-{each}")
            clock.forward(minutes=3)
            await absent(office)
        mine = await ready(office, "mine")
        ((service, people, wait),) = await told()
        assert (service, people) == ("residence", 2) and wait is not None
        assert (await followed(office, mine)).wait == wait
        for _ in range(2):
            await absent(office)
        assert await told() == [], "nor where nobody waits"

    scenario_of(tmp_path, play)


async def listed(office, counter, stage):
    """Numbers as this counter's page has them, in order."""
    return [each.number for each in (await office.visits(clerk(counter), stage=stage, counter=counter))]


def test_the_people_before_a_number_are_those_the_counters_call_first_whatever_their_letter(tmp_path):
    """Counter 1 calls A and C, counter 2 calls A alone."""

    async def play(office, clock):
        for each in range(2):
            await issue(office, f"c-{each}", number_only("certificates"))
        for each in range(2):
            await issue(office, f"a-{each}", moving())
        clock.forward(seconds=20)
        mine = await issue(office, "mine", number_only("certificates"))
        clock.forward(seconds=20)
        last = await issue(office, "last", moving())

        assert (await listed(office, 1, "reception")).index(mine.number) == 4
        assert (await listed(office, 2, "reception")).index(last.number) == 2
        assert mine.people_waiting == (await followed(office, mine)).people_ahead == 4, "only counter 1 calls a C"
        assert last.people_waiting == (await followed(office, last)).people_ahead == 2, "counter 2 comes to this A first"
        board = {line.service: line for line in (await office.hall.board_state(Board("01"))).lines}
        assert (board["certificates"].people_waiting, board["certificates"].ahead) == (3, 6)
        assert (board["residence"].people_waiting, board["residence"].ahead) == (3, 3)
        waits = await office.hall.waits(System())
        assert waits.others == {"residence": 0, "certificates": 3, "insurance": 0}
        page = {each.service: each.people_waiting for each in await office.hall.congestion(Resident())}
        assert page == {"residence": 3, "certificates": 6, "insurance": 0}

    scenario_of(tmp_path, play)


def test_two_letters_in_one_line_of_the_delivery_wait_equally_long_on_board_and_phone(tmp_path):
    async def play(office, clock):
        for each in range(6):
            await ready(office, f"p-{each}")
            clock.forward(minutes=3)
            await absent(office)
        for each in range(4):
            await ready(office, f"before-{each}")
        copy = await issue(office, "copy", number_only("certificates"))
        for stage, counter in (("reception", 1), ("accounting", 5)):
            visit = await act(office, await call(office, counter, stage), stage, "start", counter, "certificates")
            await act(office, visit, stage, "finish", counter, "certificates")
        told = {each.service: (each.ahead, each.wait) for each in (await office.hall.board_state(Board("01"))).deliveries}
        phone = await followed(office, copy)

        assert told["residence"] == told["certificates"] and told["residence"][0] == 5
        assert (phone.stage, phone.people_ahead, phone.wait) == ("delivery", 4, told["certificates"][1])

    scenario_of(tmp_path, play)


def test_what_is_told_of_a_later_stage_is_the_line_that_stands_there(tmp_path):
    async def play(office, clock):
        async def delivered():
            visit = await act(office, await call(office, 5, "delivery"), "delivery", "start", 5)
            clock.forward(minutes=3)
            await act(office, visit, "delivery", "finish", 5)

        for each in range(8):
            await ready(office, f"p-{each}")
            await delivered()
        mine = await issue(office, "mine", moving())

        async def by(ticket):
            token = ticket.follow_url.rsplit("/", 1)[1]
            takes = await office.way_takes(Resident(), token)
            return takes["residence", "delivery"]

        before = await by(mine)
        assert before.people == 0 and before.wait.most <= 10, "eight in half an hour, and nobody stands there"
        for each in range(12):
            await ready(office, f"more-{each}")
        clock.forward(minutes=10)
        after, board = await by(await issue(office, "now", moving())), (await office.hall.board_state(Board("01"))).deliveries[0]
        desk = (await office.stages_to_come(clerk(1), "residence", ("delivery",), 1))["delivery"]

        assert after.people == board.ahead == desk.place.ahead == 12
        assert (after.wait.least, after.wait.most) == (board.wait.least, board.wait.most)
        assert desk.place.wait == after.wait and after.wait.most > 20

    scenario_of(tmp_path, play)


def test_the_phone_counts_the_place_in_the_list_of_the_counter_that_comes_to_it_first(tmp_path):
    """Whoever came, with consideration or back from a hold: the phone and the counter's page ask one order."""

    async def play(office, clock):
        chance = Random(2027)
        tickets = []
        for each in range(24):
            service = chance.choice(("residence", "residence", "insurance") if each > 2 else ("certificates",))
            asked = msgspec.structs.replace(number_only(service), consideration=chance.random() < 0.2)
            tickets.append(await issue(office, f"press-{each}", asked))
            clock.forward(seconds=chance.randint(5, 400))
        held = await call(office, 1)
        leg = next(leg for leg in held.legs if leg.state == "called")
        due = clock.now + timedelta(minutes=5)
        message = ActOnLeg(held.visit, leg.leg, "hold", held.version, counter=1, reason="fetching_papers", due=due)
        await office.act(clerk(1), message)
        clock.forward(minutes=6)

        lists = [await listed(office, counter, "reception") for counter in (1, 2, 7)]
        for ticket in tickets:
            if ticket.visit == held.visit:
                continue
            phone = await followed(office, ticket)
            assert phone.people_ahead == min(each.index(ticket.number) for each in lists if ticket.number in each)

    scenario_of(tmp_path, play)
