"""A broken configuration names the file, the place in it, what is wrong and the cure. All faults at once."""

from pathlib import Path

import pytest

from config.checks.site import check_digit
from config.load import load_site

CATALOGUE = Path(__file__).parents[2] / "config" / "catalogue"


def catalogue(name: str, old: str, new: str) -> dict[str, str]:
    """A file of the catalogue as the site's own, changed."""
    raw = (CATALOGUE / name).read_text(encoding="utf-8")
    assert old in raw, old
    return {name: raw.replace(old, new, 1)}


APPOINTMENT = """[[appointments]]
id = "own"
service = "my_number_card"
procedures = {procedures}
days = ["mon"]
begins = 09:00:00
ends = {ends}
minutes = 15
capacity = 2

"""
SITE = {
    "an unknown key": (
        {"support_staff = 1": "suport_staff = 1"},
        ("suport_staff", "this key is not known", "did you mean `support_staff`?"),
    ),
    "a missing key": ({'id = "kawabe"\n': ""}, ("(top)", "`id` is missing", "add `id = …`")),
    "a number in quotes": ({"tablets = 2": 'tablets = "2"'}, ("tablets", "'2' does not fit", "write a whole number")),
    "a tablet beside a counter that receives nobody": (
        {"tablets = 2": 'tablets = 2\ntablet_roles = [{ kiosk = "03", role = "counter", counter = 99 }]'},
        (
            "tablet_roles[0].counter",
            "the tablet stands beside no counter with reception (99)",
            "name a counter that receives: 1, 2, 3, 4, 7",
        ),
    ),
    "a tablet without a number": (
        {"tablets = 2": 'tablets = 2\ntablet_roles = [{ kiosk = "5", role = "spare" }]'},
        ("tablet_roles[0].kiosk", "'5' is no number of a kiosk", 'write its number from "01" to "99"'),
    ),
    "a spare with a counter of its own": (
        {"tablets = 2": 'tablets = 2\ntablet_roles = [{ kiosk = "05", role = "spare", counter = 2 }]'},
        ("tablet_roles[0].counter", "a spare has no counter of its own", "remove the line: staff choose it at the tablet"),
    ),
    "a stage nobody knows": (
        {'stages = ["reception", "verification", "delivery"]': 'stages = ["reception", "verificaton", "delivery"]'},
        ("services[2].stages[1]", "'verificaton' is not known here", "did you mean `verification`?"),
    ),
    "a letter that sounds like another": (
        {'letter = "A"': 'letter = "B"'},
        ("services[0].letter", "'B' is no letter for numbers", "use one of: A, C, D, E, F, H, K, L, P, T"),
    ),
    "a letter twice": ({'letter = "C"': 'letter = "A"'}, ("services[1].letter", "'A' is there twice", "give each its own letter")),
    "a counter twice": ({"number = 2\n": "number = 1\n"}, ("counters[1].number", "'1' is there twice", "give each its own number")),
    "a procedure nobody knows": (
        {'procedures = ["certificates"]': 'procedures = ["certificate"]'},
        ("services[1].procedures[0]", "there is no procedure 'certificate'", "did you mean `certificates`?"),
    ),
    "a procedure of two services": (
        {'procedures = ["seal_registration"]': 'procedures = ["seal_registration", "certificates"]'},
        (
            "services[2].procedures[1]",
            "'certificates' is taken by service 'certificates' too",
            "keep it in one service: the procedure decides the queue",
        ),
    ),
    "a service nobody knows": (
        {'services = ["insurance", "welfare"]': 'services = ["insurence", "insurance", "welfare"]'},
        ("counters[6].services[0]", "there is no service 'insurence'", "did you mean `insurance`?"),
    ),
    "a stage without a counter": (
        {
            '["examination"]\nservices = ["residence", "family_register"]': '["examination"]\nservices = ["family_register"]',
        },
        ("services[0].stages", "no counter serves examination of 'residence'", 'add "examination" and "residence" to a counter'),
    ),
    "numbers that run backwards": (
        {'letter = "A"': 'letter = "A"\nfirst_number = 900\nlast_number = 100'},
        ("services[0].first_number", "900 to 100 is no range of numbers", "write first_number ≤ last_number between 1 and 999"),
    ),
    "a series of which nothing is left": (
        {'letter = "A"': 'letter = "A"\nlast_number = 2\nforbidden_numbers = [1, 2]'},
        ("services[0].forbidden_numbers", "no number is left to give", "forbid fewer, or widen first_number to last_number"),
    ),
    "a forbidden ending that is a number": (
        {'letter = "A"': 'letter = "A"\nforbidden_endings = ["four"]'},
        ("services[0].forbidden_endings[0]", "'four' is not one to three digits", 'write the digits in quotes, as "4"'),
    ),
    "a quota beyond the series": (
        {'letter = "A"': 'letter = "A"\nlast_number = 20\nquota = 30'},
        (
            "services[0].quota",
            "the series has 20 numbers, fewer than the quota of 30",
            "lower the quota, or widen first_number to last_number",
        ),
    ),
    "help for a service nobody knows": (
        {"number = 3": 'number = 3\nhelps = [{ services = ["seel"], below = 5 }]'},
        ("counters[2].helps[0].services[0]", "there is no service 'seel'", "did you mean `seal`?"),
    ),
    "help that never begins": (
        {"number = 3": 'number = 3\nhelps = [{ services = ["seal"], begins = 13:00:00, ends = 12:00:00 }]'},
        ("counters[2].helps[0].ends", "it ends at 12:00, before it begins", "write a time after 13:00"),
    ),
    "hours of a procedure nobody does": (
        {"[card]": '[[procedure_hours]]\nprocedures = ["moving_inn"]\nlast_reception = 16:00:00\n\n[card]'},
        ("procedure_hours[0].procedures[0]", "no service here does 'moving_inn'", "did you mean `moving_in`?"),
    ),
    "an order in which every call overtakes": (
        {"[card]": "[queue]\nappointment_every = 1\n\n[card]"},
        ("queue.appointment_every", "every call would overtake", "write 0 (nobody overtakes by this), or 2 and more"),
    ),
    "an appointment for what the service does not do": (
        {"[[resident_network]]": APPOINTMENT.format(procedures='["marriage"]', ends="16:00:00") + "[[resident_network]]"},
        (
            "appointments[2].procedures[0]",
            "service 'my_number_card' does not do 'marriage'",
            "use one of: card_address, card_apply, card_loss, card_pickup, card_renewal, pin_reset",
        ),
    ),
    "a plan too short for one slot": (
        {"[[resident_network]]": APPOINTMENT.format(procedures='["card_loss"]', ends="09:10:00") + "[[resident_network]]"},
        ("appointments[2].ends", "not one slot fits in", "end at least 15 minutes after it begins"),
    ),
    "hours that overlap": (
        {'days = ["sat"]\nweeks = [2, 4]': 'days = ["fri", "sat"]\nweeks = [2, 4]'},
        ("hours[1]", "it overlaps hours[0] on the same day", "make the times follow each other, or name other services"),
    ),
    "an extra day that is open anyway": (
        {'days = ["sat"]\nweeks = [2, 4]': "days = []\ndates = [2026-11-24]"},
        ("hours[1]", "it overlaps hours[0] on the same day", "make the times follow each other, or name other services"),
    ),
    "closing before opening": (
        {"closes = 17:00:00": "closes = 08:00:00"},
        ("hours[0].closes", "it closes at 08:00, before it opens", "write a time after 08:30"),
    ),
    "a time as text": (
        {"opens = 08:30:00": 'opens = "08:30"'},
        ("hours[0].opens", "'08:30' does not fit", "write a time as 08:30:00 without quotes"),
    ),
    "bands that overlap": (
        {"begins = 12:00:00": "begins = 11:00:00"},
        ("bands[1]", "it overlaps bands[0]", "let each band begin where the one before ends"),
    ),
    "no Japanese name": ({'ja = "区民課"\n': ""}, ("office", "the Japanese words are missing", 'add ja = "…"')),
    "a language nobody knows": (
        {'"ne", "pt"': '"eng", "pt"'},
        ("languages[6]", "'eng' is not known", "did you mean `en`?"),
    ),
    "a wrong municipality": (
        {'municipality = "149993"': 'municipality = "149994"'},
        ("municipality", "'149994' has a wrong check digit", "the last digit of 14999… is 3"),
    ),
    "a phone page without TLS": (
        {'id = "kawabe"': 'id = "kawabe"\npublic_url = "http://example.jp"'},
        ("public_url", "phones must come over TLS", "write an address beginning with https://"),
    ),
    "an example that is no key": (
        {'example = ["name"': 'example = ["names"'},
        ("example[0]", "'names' is no key of this file", "did you mean `name`?"),
    ),
}


@pytest.mark.parametrize("fault", SITE)
def test_a_fault_in_the_site_is_named_with_its_cure(site_folder, fault):
    change, expected = SITE[fault]

    assert ("site.toml", *expected) in site_folder.problems(site=change)


FILES = {
    "a tile that leads nowhere": (
        catalogue(
            "selection.toml", 'id = "within", icon = "move_within", procedures = ["moving_within"]', 'id = "within", icon = "house"'
        ),
        (
            "selection.toml",
            "questions[1].choices[1]",
            "the tile leads nowhere",
            "write exactly one of next, procedures, service, sheet",
        ),
    ),
    "a selection that runs in a circle": (
        catalogue(
            "selection.toml",
            'id = "late_stage", icon = "elder", procedures = ["late_stage_medical"]',
            'id = "late_stage", next = "other"',
        ),
        ("selection.toml", "questions[6]", "'other' leads back to itself", "let its tiles lead on, もどる is always there"),
    ),
    "a question nobody reaches": (
        catalogue(
            "selection.toml",
            'id = "seal", icon = "seal", next = "seal"',
            'id = "seal", icon = "seal", procedures = ["seal_registration"]',
        ),
        ("selection.toml", "questions[2]", "no tile leads to 'seal'", 'add next = "seal" to a tile, or remove it'),
    ),
    "nine tiles": (
        catalogue(
            "selection.toml",
            'id = "other", icon = "question", next = "other"',
            'id = "other", next = "other" }, { id = "a", service = "general" }, { id = "b", service = "general"',
        ),
        (
            "selection.toml",
            "questions[0].choices",
            "9 tiles on one screen",
            "use 1 to 8; put the rest behind a question of its own",
        ),
    ),
    "a question that is not there": (
        catalogue("selection.toml", 'next = "moving"', 'next = "movin"'),
        ("selection.toml", "questions[0].choices[0].next", "there is no question 'movin'", "did you mean `moving`?"),
    ),
    "a tile that ticks what its form does not offer": (
        catalogue("selection.toml", 'documents = ["seal_certificate"]', 'documents = ["seal_certificat"]'),
        (
            "selection.toml",
            "questions[2].choices[1].answers.documents",
            "'documents' is never 'seal_certificat'",
            "did you mean `seal_certificate`?",
        ),
    ),
    "a card for a field that no card fills": (
        catalogue("forms/seal_registration.toml", 'card = "name"\ncard_if', "card_if"),
        (
            "forms/seal_registration.toml",
            "steps[1].fields[1].card_if",
            "no item of a card fills this field",
            "add card, or remove card_if",
        ),
    ),
    "the words of a place in a number of copies": (
        catalogue("forms/seal_registration.toml", 'kind = "count"', 'kind = "count"\nplace = "address"'),
        ("forms/seal_registration.toml", "steps[2].fields[0].place", "only a text is the words of a place", "remove it"),
    ),
    "no telephone where there is no place to say so": (
        catalogue("forms/seal_registration.toml", 'kind = "count"', 'kind = "count"\nnone_way = true'),
        (
            "forms/seal_registration.toml",
            "steps[2].fields[0].none_way",
            "a field of kind count has no way to say that there is none",
            "remove it",
        ),
    ),
    "an age that answers a number of copies": (
        catalogue("forms/seal_registration.toml", 'kind = "count"', 'kind = "count"\nonly_aged = [6, 15]'),
        (
            "forms/seal_registration.toml",
            "steps[2].fields[0].only_aged",
            "the ages of people answer a yes_no alone",
            "write [from, to]",
        ),
    ),
    "a near day that answers a number of copies": (
        catalogue(
            "forms/seal_registration.toml", 'kind = "count"', 'kind = "count"\nonly_near = { field = "birth_date", days = 9 }'
        ),
        ("forms/seal_registration.toml", "steps[2].fields[0].only_near", "how near a day is answers a yes_no alone", "remove it"),
    ),
    "a near day of a date that is not there": (
        catalogue(
            "forms/seal_registration.toml", 'kind = "count"', 'kind = "count"\nonly_near = { field = "birth_day", days = 9 }'
        ),
        (
            "forms/seal_registration.toml",
            "steps[2].fields[0].only_near",
            "no earlier date is called 'birth_day'",
            "did you mean `birth_date`?",
        ),
    ),
    "a later day that is not a date": (
        catalogue("forms/moving_in.toml", 'after = "arrived_from_abroad"', 'after = "old_householder"'),
        ("forms/moving_in.toml", "contradictions[3].after", "'old_householder' is no date", "name the field of a date"),
    ),
    "a tick of an option that is not there": (
        catalogue(
            "forms/moving_out.toml",
            'id = "q_select_all", kind',
            'id = "q_select_all", ticks = [{ option = "old", ages = { list = "movers", field = "birth_date" } }], kind',
        ),
        ("forms/moving_out.toml", "steps[4].fields[1].ticks[0].option", "'old' is no option of 'q_select_all'", ""),
    ),
    "two ways beside the keys": (
        catalogue("forms/seal_registration.toml", "none_way = true", "none_way = true\nstaff_way = true"),
        ("forms/seal_registration.toml", "steps[1].fields[4].none_way", "there is room for one way beside the keys", "keep"),
    ),
    "a service this site does not have": (
        catalogue("selection.toml", 'service = "general"', 'service = "legal"'),
        ("selection.toml", "questions[6].choices[5].service", "this site has no service 'legal'", "did you mean"),
    ),
    "a condition on a field that is not there": (
        catalogue("forms/seal_registration.toml", 'field = "photo_id_today"', 'field = "photo_today"'),
        (
            "forms/seal_registration.toml",
            "steps[0].fields[7].show_if.all[1].field",
            "no earlier field is called 'photo_today'",
            "did you mean `photo_id_today`?",
        ),
    ),
    "a condition that can never hold": (
        catalogue("forms/moving_out.toml", 'field = "kind", is = "abroad"', 'field = "kind", is = "aboard"'),
        ("forms/moving_out.toml", "steps[3].fields[0].fields[6].show_if", "'kind' is never 'aboard'", "did you mean `abroad`?"),
    ),
    "a choice without options": (
        catalogue("forms/seal_registration.toml", 'options = ["self", "proxy"]', "options = []"),
        (
            "forms/seal_registration.toml",
            "steps[0].fields[0].options",
            "there is nothing to choose",
            "list the options, or take them from the site with options_from",
        ),
    ),
    "a kind of field nobody knows": (
        catalogue("forms/seal_registration.toml", 'kind = "count"', 'kind = "number"'),
        ("forms/seal_registration.toml", "steps[2].fields[0].kind", "'number' is not known here", "did you mean `card_number`?"),
    ),
    "shared fields that are not there": (
        catalogue("forms/moving_out.toml", 'use = "person"', 'use = "persons"'),
        ("forms/moving_out.toml", "use", "there are no shared fields 'persons'", "did you mean `person`?"),
    ),
    "a form that is not there": (
        {"procedures/moving_in.toml": 'id = "moving_in"\nform = "moving_inn"\n'},
        ("procedures/moving_in.toml", "form", "there is no form 'moving_inn'", "did you mean `moving_in`?"),
    ),
    "an id that is not the file's": (
        {"procedures/moving_in.toml": 'id = "moved_in"\n'},
        ("procedures/moving_in.toml", "id", "'moved_in' is not the name of the file", 'write id = "moving_in", or rename the file'),
    ),
    "a fee that is not there": (
        {"procedures/alias.toml": 'id = "alias"\nfees = ["alias"]\n'},
        ("procedures/alias.toml", "fees[0]", "there is no fee 'alias'", "use one of: "),
    ),
    "a promotion that ends before it begins": (
        catalogue("fees.toml", "store = 200", 'store = 10\nvalid_from = "2026-04-01"\nvalid_until = "2026-03-31"'),
        ("fees.toml", "fees[0].valid_until", "the fee ends before it begins", "exchange the two days"),
    ),
    "two fees from the same day": (
        catalogue("fees.toml", 'id = "residence_item_certificate"', 'id = "residence_certificate"'),
        (
            "fees.toml",
            "fees[1].id",
            "'residence_certificate' has two rows that begin on the same day",
            "give the later one a valid_from of its own",
        ),
    ),
    "guidance on a field that is not there": (
        catalogue("guidance.toml", 'field = "left_job"', 'field = "lost_job"'),
        ("guidance.toml", "rules[9].when", "no form here has a field 'lost_job'", "did you mean `left_job`?"),
    ),
    "a deadline that counts from nowhere": (
        catalogue("guidance.toml", 'deadline_from = "move_date"\n', ""),
        ("guidance.toml", "rules[0].deadline_from", "days need the day they count from", 'add deadline_from = "move_date"'),
    ),
    "broken TOML": (
        {"fees.toml": '[[fees]]\nid = "a\n'},
        ("fees.toml", "line 2, column 8", "Illegal character '\\n'", "correct the TOML at this line"),
    ),
    "a key in two files of a language": (
        {"languages/ja/one.po": 'msgid "a.b"\nmsgstr "一"\n', "languages/ja/two.po": 'msgid "a.b"\nmsgstr "二"\n'},
        ("languages/ja/two.po", "a.b", "this key stands in {site}/languages/ja/one.po too", "keep it in one file of this language"),
    ),
    "a key twice in one file": (
        {"languages/ja/one.po": 'msgid "a.b"\nmsgstr "一"\n\nmsgid "a.b"\nmsgstr "二"\n'},
        ("languages/ja/one.po", "a.b", "this key is here twice", "remove one of the two"),
    ),
    "a translation nobody can need": (
        {"languages/en/one.po": 'msgid "kiosk.startt"\nmsgstr "Start"\n'},
        ("languages/en/one.po", "kiosk.startt", "Japanese has no such key", "add it to languages/ja, or remove it here"),
    ),
    "a placeholder only the translation has": (
        {"languages/en/one.po": 'msgid "problem.too_long"\nmsgstr "At most {count}"\n'},
        ("languages/en/one.po", "problem.too_long", "Japanese does not have {count}", "use the placeholders of the Japanese text"),
    ),
    "a language nobody knows": (
        {"languages/klingon/one.po": 'msgid "a.b"\nmsgstr "x"\n'},
        ("languages/klingon", "(folder)", "this language is not known", "use one of: ja, ja-easy, en, zh, ko, vi, ne, pt, es, fil"),
    ),
    "a thing to bring that nobody named": (
        {"guidance.toml": 'rules = []\n\n[stricter]\nidentity = "photo"\n'},
        ("guidance.toml", "stricter", "there is no text 'bring.photo'", "use one of"),
    ),
    "ages of a list nobody fills in": (
        catalogue("guidance.toml", 'ages = { list = "movers"', 'ages = { list = "moovers"'),
        ("guidance.toml", "rules[7].ages.list", "no form here has a field 'moovers'", "did you mean `movers`?"),
    ),
    "a thing to stand first that has no words": (
        {"guidance.toml": 'rules = []\nforemost = ["identity", "passport"]\n'},
        ("guidance.toml", "foremost[1]", "there is no text 'bring.passport'", "did you mean `passports`?"),
    ),
    "papers to bring under a condition nobody is asked about": (
        {"procedures/own.toml": 'id = "own"\nbring = [{ id = "identity", when = { field = "notifer", is = "self" } }]\n'},
        ("procedures/own.toml", "bring[0].when", "no form here has a field 'notifer'", "did you mean `notifier`?"),
    ),
    "papers to bring for an answer nobody can give": (
        {"procedures/own.toml": 'id = "own"\nbring = ["seal", { id = "seal_card", when = { field = "requester", is = "x" } }]\n'},
        ("procedures/own.toml", "bring[1].when", "'requester' is never 'x'", "use one of"),
    ),
    "papers to bring beside a procedure that is not there": (
        {"procedures/own.toml": 'id = "own"\nbring = [{ id = "identity", procedure_in = ["onw"] }]\n'},
        ("procedures/own.toml", "bring[0].procedure_in", "there is no procedure 'onw'", "did you mean `own`?"),
    ),
    "something told while unsure of nothing": (
        {"procedures/own.toml": 'id = "own"\nbring = [{ id = "identity", unsure = "passport" }]\n'},
        ("procedures/own.toml", "bring[0].unsure", "without a condition nothing is unsure", "add when, or remove unsure"),
    ),
    "a procedure without a name": (
        {"procedures/own.toml": 'id = "own"\n'},
        (
            "procedures/own.toml",
            "procedure.own.name",
            "this text is missing in Japanese",
            'add msgid "procedure.own.name" to a file of languages/ja',
        ),
    ),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_fault_in_any_file_is_named_with_its_cure(site_folder, fault):
    files, (file, place, wrong, cure) = FILES[fault]

    found = site_folder.problems(files=files)

    assert [
        one
        for one in found
        if one[:3] == (file, place, wrong.format(site=site_folder.path, count="{count}")) and one[3].startswith(cure)
    ], found


def test_a_tile_whose_procedure_no_service_takes_is_found(site_folder):
    found = site_folder.problems(site={'"pin_reset", ': ""})

    assert sorted((file.rpartition("/")[2], place, wrong) for file, place, wrong, _ in found) == [
        ("selection.toml", "questions[4].choices[2].procedures", "no service of this site takes 'pin_reset'"),
        ("site.toml", "appointments[0].procedures[2]", "service 'my_number_card' does not do 'pin_reset'"),
    ]


def test_all_faults_of_all_files_are_told_at_once(site_folder):
    found = site_folder.problems(
        site={'letter = "A"': "letter = 7", "tablets = 2": "tabletts = 2"},
        files={"fees.toml": "[[fees]]\nid = 3\n", "procedures/own.toml": 'id = "own"\nicons = "x"\n'},
    )

    assert {(file, place) for file, place, _, _ in found} == {
        ("site.toml", "services[0].letter"),
        ("site.toml", "tabletts"),
        ("fees.toml", "fees[0].id"),
        ("fees.toml", "fees[0]"),
        ("procedures/own.toml", "icons"),
    }


def test_a_folder_without_a_site_says_so(tmp_path):
    (problem,) = load_site(tmp_path)

    assert problem.file == str(tmp_path / "site.toml")
    assert problem.wrong == "there is no such file"
    assert "config/sites/demo" in problem.cure


def test_a_file_that_is_not_utf8_says_so(site_folder):
    (site_folder.path / "site.toml").write_bytes("id = '川辺'".encode("shift_jis"))

    (problem,) = [one for one in load_site(site_folder.path) if one.file.endswith("site.toml")]
    assert problem.cure == "save the file as UTF-8"


@pytest.mark.parametrize("code", ["141305", "141313", "141321", "131016", "011002", "271004"])
def test_real_municipalities_have_the_check_digit_we_compute(code):
    assert check_digit(code[:5]) == int(code[5])
