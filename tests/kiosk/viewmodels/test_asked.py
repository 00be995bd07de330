"""The page of a question: whom it is about stays visible, and つぎへ is dead until there is something to go on with."""

import pytest

from config.japanese.postal import Town
from config.japanese.ruby import base
from config.languages import LANGUAGES
from config.theme import LANDSCAPE, PORTRAIT, type_px
from config.words import answer_words
from hardware.cards.port import CardData, CardKind, Present
from hardware.printer.port import PrinterState
from kiosk.flow import effects, events
from kiosk.flow.state import change
from kiosk.viewmodels import screen_of
from tests.kiosk.flow.resident import Resident, choosing, demo, entering, nothing, until
from tests.kiosk.viewmodels import measuring


def boxes(resident, panel=LANDSCAPE):
    return {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}


def words(box):
    return "".join(line.text for line in box.lines)


def moving_in():
    return Resident().choose_procedure("moving", "in").go_on().for_themselves()


def test_an_error_about_the_second_person_still_says_whom_it_is_about():
    resident = until(moving_in(), "movers:people").touch(events.PersonAdd())
    resident.choose("japan").name("かわさき", "はなこ").choose("female").born("showa", "550230")

    assert resident.session.entry.wrong
    for panel in (LANDSCAPE, PORTRAIT):
        assert words(boxes(resident, panel)["wrong"]).startswith("2人目の方")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_father_who_came_alone_is_asked_who_moves_and_not_again_who_came(language):
    resident = until(moving_in(), "movers:people").touch(events.ChooseLanguage(language))

    asked, way_on = words(boxes(resident)["title"]), words(boxes(resident)["next"])
    came, move = (resident.bundle.texts[language][f"field.{field}"] for field in ("notifier.title", "movers.everybody"))
    assert base(asked) == move.replace("{count}", "1") and "1" in way_on
    assert not base(asked).startswith(came[:5])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["M", "XL"])
def test_beside_a_building_it_says_which_address_it_stands_in(language, size):
    resident = until(Resident().choose_procedure("moving", "out").go_on().for_themselves(), "old_address.building:words")
    resident.touch(events.ChooseLanguage(language), events.ChooseAppearance(size=size))
    shown, texts = boxes(resident), resident.bundle.texts[language]

    assert base(words(shown["sub"])) == texts["field.old_address.label"]
    assert len(shown["title"].lines) == 1 and shown["title"].lines[0].px >= 26
    assert shown["title"].x + shown["title"].width <= shown["field"].x and shown["field"].x + shown["field"].width <= 1248


def test_a_required_choice_of_several_goes_on_only_when_one_is_chosen():
    resident = until(moving_in(), "q_other:multi")

    assert not boxes(resident)["next"].enabled
    resident.choose("dog")
    assert boxes(resident)["next"].enabled
    resident.choose("dog")
    assert not boxes(resident)["next"].enabled


def test_a_part_of_an_address_left_to_the_counter_says_so_on_the_review():
    resident = moving_in().answer({"old_address.kind": choosing("abroad"), "old_address.country": nothing})

    shown = ""
    for _ in range(20):
        found = boxes(resident)
        shown += words(found["value.old_address"]) if "value.old_address" in found else ""
        resident.touch(events.Page(1))

    assert "窓口" in shown
    assert "needs_staff" not in shown


def test_no_english_line_takes_a_japanese_space():
    resident = moving_in().touch(events.ChooseLanguage("en"))

    lines = [line for box in boxes(resident).values() for line in box.lines]

    assert any("  Who moves" in line.text or " / 6  " in line.text for line in lines)
    assert all("\u3000" not in line.text for line in lines)


def test_whose_name_it_is_stands_beside_it_where_two_are_asked_for():
    resident = Resident().choose_procedure("seal", "register").go_on().answer_one({"applicant": choosing("proxy")})
    resident = until(resident, "proxy_name:family")
    assert words(boxes(resident)["sub"]).strip() == "代理人"
    assert words(boxes(resident, PORTRAIT)["title"]).startswith("代理人：名字")

    resident = until(resident, "name:family")
    assert words(boxes(resident)["sub"]).strip() == "登録する方"
    assert words(boxes(resident, PORTRAIT)["title"]).startswith("登録する方：名字")


def test_the_whole_question_stands_where_candidates_come_once_something_is_typed():
    resident = until(moving_in(), "movers.0.nationality:choice").choose("foreign").choose("NPL")
    assert "在留カードのとおりに" in words(boxes(resident)["asked"])
    assert "名字から順に" in words(boxes(resident)["asked"])

    resident = until(resident, "old_address.building:words")
    assert "建物名" in words(boxes(resident)["asked"])
    resident.type("みどりそう")
    assert "asked" not in boxes(resident)


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en", "vi", "ne"])
@pytest.mark.parametrize("asked", ["movers.0.name:family", "movers.0.domicile:words", "old_address.building:words"])
def test_the_question_is_the_largest_on_the_page_of_a_keyboard_until_something_is_typed(language, asked):
    resident = until(moving_in(), asked)
    resident.touch(events.Key("clear")).touch(events.ChooseLanguage(language))

    for size, least in (("M", 28), ("XL", 32)):
        resident.session = change(resident.session, size=size)
        found = boxes(resident)
        question, label = found["asked"].lines[0], found["title"].lines[0]
        assert question.bold and not question.second
        assert question.px >= max(least, label.px)


LONG = ("川崎　一郎", "川﨑　一郎", "川嵜　一郎", "川崎　一郞")


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_a_town_in_letters_stands_below_no_heading_of_kanji_and_has_their_place(panel):
    resident = until(moving_in(), "old_address.postal_code:postal_code").touch(events.CheckAtCounter())
    resident = until(resident, "old_address.town:words")
    assert "kanji.panel" in boxes(resident, panel)
    narrow = boxes(resident, panel)["field"].width
    resident.type("みどり")
    assert words(boxes(resident, panel)["kanji"])
    resident.touch(events.Key("clear"), events.Key("latin")).type("Midori-cho")

    shown = boxes(resident, panel)
    assert words(shown["field"]) == "Midori-cho"
    assert "candidate.0" not in shown and resident.done(effects.Convert)[-1].kana == "みどり", "nothing stands for letters"
    assert not {"kanji.panel", "kanji.label", "kanji"} & shown.keys()
    assert shown["field"].width > narrow or panel is PORTRAIT
    resident.touch(events.Key("kana")).type("みどり")
    assert "kanji.panel" in boxes(resident, panel)


def test_latin_words_and_the_figures_behind_them_do_not_run_together_on_the_review():
    town = {"old_address.town": lambda resident: resident.touch(events.Key("latin")).enter("Midori-cho")}
    resident = moving_in().answer({**town, "old_address.postal_code": nothing, "old_address.lot": entering("1-2-3")})

    values = [words(box) for page in range(4) for id, box in boxes(at_page(resident, page)).items() if id == "value.old_address"]
    assert values and all("Midori-cho 1-2-3" in value for value in values)


def test_long_words_stand_three_abreast_so_that_they_can_be_read():
    resident = until(moving_in(), "movers.0.domicile:words")
    resident.answers_effects = False
    resident.type("かわさき　いちろう").tell(events.Candidates("かわさき　いちろう", LONG))
    first = boxes(resident)
    resident.touch(events.Page(1))
    second = boxes(resident)

    three = [words(first[f"candidate.{at}"]) for at in range(3)]
    assert "candidate.3" not in first
    assert min(line.px for at in range(3) for line in first[f"candidate.{at}"].lines) >= 28
    assert sorted([*three, words(second["candidate.3"])]) == sorted(LONG)
    assert "candidate.0" not in second


def test_names_offered_for_a_householder_leave_the_question_readable():
    found = boxes(until(moving_in(), "old_householder:family"))

    assert words(found["candidate.0"]) == "川崎 太郎"
    assert "世帯主" in words(found["asked"])
    assert found["asked"].x > found["candidate.0"].x + found["candidate.0"].width


def test_a_card_that_was_read_is_told_and_asked_to_be_taken_and_the_reading_of_its_name_is_asked_for():
    resident = Resident(card=True).choose_procedure("moving", "in").go_on()
    resident.choose("self").tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3)))
    resident.enter("1234").tell(events.CardRead(CardData(CardKind.MY_NUMBER, "川崎　太郎", None, None, None)))

    told = boxes(resident)["card_lies"]
    assert (words(told), told.icon) == ("カードを読み取りました。カードをお取りください", "success")
    assert "notice" not in boxes(resident), "nothing twice"
    resident.tell(events.CardLies(False))
    assert not {"card_lies", "notice"} & boxes(resident).keys(), "who has taken it is told no more"
    resident.tell(events.CardLies(True))

    resident = until(resident, "movers.0.name:family")
    still = boxes(resident)["card_lies"]
    assert (words(still), still.icon) == ("カードをおとりください", "warning")
    assert "notice" not in boxes(resident)
    assert words(boxes(resident)["candidate.0"]) == "川崎"
    assert "読み方" in words(boxes(resident)["asked"])


def test_of_the_second_person_a_name_page_says_whose_it_is():
    resident = until(moving_in(), "movers:people").touch(events.PersonAdd()).choose("japan")

    assert words(boxes(resident)["sub"]) == "2人目の方"


def test_that_no_paper_comes_grows_with_the_size_the_resident_chose():
    resident = Resident().tell(events.PrinterChanged(PrinterState.PAPER_END), events.LinesChanged(()))
    usual = boxes(resident)["printer"].lines[0].px
    large = boxes(resident.touch(events.ChooseAppearance(size="XL")))

    assert large["printer"].lines[0].px == type_px("body", "XL") > usual
    assert {"begin", "code", "number", "title"} <= large.keys()


def test_the_review_says_how_each_person_is_related():
    for language, related in (("ja", "世帯主"), ("ja-easy", "世帯主"), ("en", "Householder")):
        resident = moving_in().answer({}).touch(events.ChooseLanguage(language))

        assert related in words(boxes(resident)["label.movers.0"]).replace("{世帯主|せたいぬし}", "世帯主"), language


def test_who_has_no_telephone_sees_it_chosen_on_the_page_and_as_an_answer_on_the_review():
    resident = until(Resident().choose_procedure("moving", "in").go_on(), "phone:phone")
    assert (words(boxes(resident)["counter"]), boxes(resident)["counter"].selected) == ("電話番号はない", False)
    assert not boxes(resident)["next"].enabled

    resident.touch(events.CheckAtCounter(), events.Back())
    shown = boxes(resident)
    assert shown["counter"].selected
    assert shown["next"].enabled
    resident.type("0")
    assert not boxes(resident)["counter"].selected
    resident.touch(events.Key("delete")).go_on().answer({})

    resident.touch(events.Page(1))
    values = {id: words(box) for page in range(4) for id, box in boxes(at_page(resident, page)).items()}
    assert values["value.phone"] == "なし"


def at_page(resident, page):
    return resident.touch(*[events.Page(-1)] * 9, *[events.Page(1)] * page)


def test_who_comes_for_others_is_told_whom_the_questions_are_about_and_who_comes_for_themselves_is_not():
    for who, told in (("proxy", "引っ越す方（1人目）："), ("self", "")):
        wanted = {"notifier": choosing(who), "letter_of_proxy": choosing("yes")}
        resident = Resident().choose_procedure("moving", "in").go_on()
        for _ in range(10):
            if resident.where == "movers.0.nationality:choice":
                break
            resident.answer_one(wanted)

        asked = resident.bundle.texts["ja"]["field.nationality.title"]
        assert words(boxes(resident)["title"]) == told + asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_asks_for_somebody_elses_certificate_is_told_whose_birth_date_is_meant(language):
    titles = {}
    for who in ("self", "proxy"):
        resident = Resident().touch(events.ChooseLanguage(language)).choose_procedure("certificate").go_on()
        while resident.where != "birth_date:date":
            resident.answer_one({"requester": choosing(who)})
        titles[who] = words(boxes(resident)["title"])
    assert titles["proxy"].endswith(titles["self"]) and len(titles["proxy"]) > len(titles["self"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_proxy_is_asked_says_whose_it_is_in_the_question_or_below_it_and_never_twice(language):
    wanted = {"notifier": choosing("proxy"), "letter_of_proxy": choosing("yes")}
    resident = Resident().touch(events.ChooseLanguage(language)).choose_procedure("moving", "in").go_on()
    for key in ("movers.0.sex:choice", "movers.0.birth_date:date"):
        while resident.where != key:
            resident.answer_one(wanted)
            assert measuring.tiny_words(screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now)) == []
        shown = boxes(resident)
        role = base(resident.bundle.texts[language]["field.movers.whose"])
        told = [id for id in ("title", "sub") if role.replace(" ", "") in base(words(shown[id])).replace(" ", "")]
        assert len(told) == 1, (language, key)


def test_which_address_and_how_a_domicile_begins_stand_beside_the_field_while_it_is_typed():
    resident = until(moving_in(), "old_address.building:words").type("みどりそう")
    assert words(boxes(resident)["sub"]) == "いままでの住所"

    resident = until(moving_in(), "movers.0.domicile:words").type("かながわ")
    assert words(boxes(resident)["sub"]) == "都道府県から"


def test_of_several_towns_one_is_asked_for_and_nothing_leads_on_until_it_is_chosen():
    resident = until(moving_in(), "old_address.postal_code:postal_code").type("2190002")
    resident.tell(
        events.Towns(
            "2190002",
            (
                ("神奈川県", "みどり野市川辺区", "川岸東町", "カワギシヒガシマチ"),
                ("神奈川県", "みどり野市川辺区", "川岸西町", "カワギシニシマチ"),
            ),
        )
    )

    for panel in (LANDSCAPE, PORTRAIT):
        shown = boxes(resident, panel)
        assert "町名" in words(shown["title"]) and words(shown["sub"]) == "〒219-0002"
        assert not shown["next"].enabled
    assert resident.touch(boxes(resident)["town.1"].event).at("old_address.town") == "川岸西町"


def test_a_code_nobody_knows_leads_on_by_the_key_the_banner_names_alone():
    resident = until(moving_in(), "old_address.postal_code:postal_code").type("9999999").tell(events.Towns("9999999", ()))
    shown = boxes(resident)

    assert not shown["next"].enabled and shown["counter"].enabled
    assert f"「{words(shown['counter'])}」" in words(shown["town"])


def test_the_code_of_another_city_has_no_tick_and_no_next_where_the_address_is_here():
    resident = until(moving_in(), "new_address.postal_code:postal_code").type("2250013")
    shown = boxes(resident)

    assert (shown["town"].role, words(shown["town"])) == (
        "banner_error",
        "この市の郵便番号ではありません数字を確かめるか、「郵便番号がわからない」をおしてください",
    )
    assert not shown["next"].enabled and shown["counter"].enabled
    resident.touch(events.Next())
    assert "town" not in boxes(resident), "told once, above"


HERE = (("神奈川県", "カナガワケン"), ("川崎市", "カワサキシ"))
MINAMI = Town("神奈川県", "川崎市川崎区", "南町", "ミナミマチ", (*HERE, ("川崎区", "カワサキク")))
SAIWAI = Town("神奈川県", "川崎市幸区", "", "", (*HERE, ("幸区", "サイワイク")))


def towns_of(language, *towns):
    resident = until(moving_in(), "old_address.postal_code:postal_code").touch(events.ChooseLanguage(language))
    return boxes(resident.type("2100015").tell(events.Towns("2100015", towns)))


@pytest.mark.parametrize(("town", "example"), [("青葉三丁目", "例 2番3号は 2-3"), ("川岸", "例 1丁目2番3号は 1-2-3")])
def test_a_block_that_stands_in_the_town_is_not_asked_for_once_more(town, example):
    resident = until(moving_in(), "new_address.lot:lot")
    answers = {**resident.answers, "new_address": {**resident.answers["new_address"], "town": town}}
    resident.session = change(resident.session, answers=answers)

    assert words(boxes(resident)["sub"]) == example


def test_an_address_found_is_read_by_who_knows_no_kanji():
    easy, english = (words(towns_of(language, MINAMI)["town"]) for language in ("ja-easy", "en"))

    assert "{神奈川県|かながわけん}{川崎市|かわさきし}{川崎区|かわさきく}{南町|みなみまち}" in easy
    assert "神奈川県川崎市川崎区南町" in english
    assert english.endswith("Minami-machi, Kawasaki-kuKawasaki-shi, Kanagawa-ken")


def test_towns_and_cities_of_one_code_are_told_apart_in_latin_letters():
    english = towns_of("en", MINAMI, SAIWAI)

    assert "".join(words(english["town.0"]).split()) == "Minami-machi(南町)"
    assert "".join(words(english["town.1"]).split()) == "Kawasaki-shiSaiwai-ku(川崎市幸区)"
    assert words(towns_of("zh", MINAMI, SAIWAI)["town.0"]) == "南町"


BARE = {"はい", "いいえ"}


@pytest.mark.parametrize("language", ["ja", "ja-easy"])
def test_a_yes_or_no_on_the_review_answers_the_label_it_stands_beside(language):
    """登録する印鑑 持っていません, never いいえ; in every form, at every field."""
    bundle = demo()
    bare = {
        (form.id, path)
        for form in bundle.forms.values()
        for path, field in fields_of(form)
        if field.kind in ("yes_no", "yes_no_unknown") and field.must_be is None
        for answer in ("yes", "no")
        if answer_words(bundle, language, form.id, path, answer) in BARE
    }

    assert bare == set()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each not in ("ja", "ja-easy")])
def test_no_family_that_is_insured_reads_that_it_has_no_insurance(language):
    """Health insurance: No, to the question whether anybody is without one."""
    bundle = demo()
    said = answer_words(bundle, language, "moving_in", "q_insurance", "no")

    assert said not in (bundle.texts[language]["answer.no"], answer_words(bundle, language, "moving_in", "q_insurance", "yes"))


def fields_of(form):
    """(path, field) of all a form asks."""
    waiting = [(field.id, field) for step in form.steps for field in step.fields]
    while waiting:
        path, field = waiting.pop()
        yield path, field
        waiting += [(f"{path}.{part.id}", part) for part in field.fields]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_count_stands_below_the_questions_of_insurance_and_pension_whole_and_readable(language):
    resident = until(moving_in(), "q_insurance:yes_no_unknown")
    pages = [("field.q_insurance.hint", resident.session)]
    resident.choose("yes")
    pages.append(("field.pension_age.hint", until(resident, "pension_age:yes_no_unknown").session))
    for key, session in pages:
        for size in ("M", "L", "XL"):
            for panel in (LANDSCAPE, PORTRAIT):
                screen = screen_of(change(session, language=language, size=size), resident.bundle, panel, resident.now)
                said = "".join(line.text for line in next(box for box in screen.boxes if box.id == "sub").lines)

                assert base(resident.bundle.texts[language][key]).replace(" ", "") in base(said).replace(" ", ""), (size, panel)
                assert measuring.words_outside(screen) == [] and measuring.tiny_words(screen) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_moves_does_not_read_the_key_of_the_householder_as_meant_for_them(language):
    texts = Resident().bundle.texts[language]
    moving, staying = (
        boxes(Resident().choose_procedure(*way).go_on().touch(events.ChooseLanguage(language)))
        for way in (("moving", "in"), ("household", "householder"))
    )

    def below(box, caption):
        return "".join(caption.split()) in "".join(base(words(box)).split())

    for option in ("householder", "same_household"):
        caption = f"notifier.option.{option}.caption"
        assert below(moving[f"choice.{option}"], texts[f"form.moving_in.{caption}"])
        assert below(staying[f"choice.{option}"], texts[f"field.{caption}"])
    assert not any(below(moving["choice.self"], texts[one]) for one in (f"form.moving_in.{caption}", "kiosk.proxy.needed"))
    assert below(moving["choice.proxy"], texts["kiosk.proxy.needed"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_holds_the_residence_card_says_so_on_the_key_itself(language):
    resident = until(moving_in(), "movers.0.residence_card_when:choice", {"movers.nationality": choosing("foreign")})
    resident.touch(events.ChooseLanguage(language))
    texts = resident.bundle.texts[language]

    shown = boxes(resident)
    for option in ("now", "later"):
        assert (
            base(words(shown[f"choice.{option}"]))
            .replace(" ", "")
            .startswith(texts[f"field.residence_card_when.option.{option}"].replace(" ", ""))
        )
    assert "choice.yes" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["M", "XL"])
@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT])
def test_yes_and_no_to_who_is_not_insured_say_on_the_keys_what_they_mean(language, size, panel):
    resident = until(moving_in(), "q_insurance:yes_no_unknown")
    texts = resident.bundle.texts[language]
    for field in ("q_insurance", "pension_age"):
        until(resident, f"{field}:yes_no_unknown", {"q_insurance": choosing("unknown")})
        resident.touch(events.ChooseLanguage(language), events.ChooseAppearance(size=size))
        shown = boxes(resident, panel)
        for answer in ("yes", "no"):
            said = "".join(base(words(shown[f"choice.{answer}"])).split())
            assert said.endswith("".join(texts[f"field.{field}.option.{answer}.caption"].split()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proxy_is_told_which_name_is_theirs_and_which_that_of_who_sent_them(language):
    texts = Resident().bundle.texts[language]
    resident = Resident().touch(events.ChooseLanguage(language)).choose_procedure("certificate").go_on()
    wanted = {"requester": choosing("proxy"), "letter_of_proxy": choosing("yes")}
    while resident.page is None or resident.page.path != "name":
        resident.answer_one(wanted)
    own = base("".join(words(box) for id, box in boxes(resident).items() if id in ("title", "sub")))
    while resident.page.path != "subject_name":
        resident.answer_one(wanted)
    theirs = base("".join(words(box) for id, box in boxes(resident).items() if id in ("title", "sub")))

    def said(key, where):
        return "".join(texts[key].split()) in "".join(where.split())

    assert said("form.certificates.name.whose", own)
    assert said("field.subject_name.label", theirs) or said("field.subject_name.title", theirs)
    assert language in ("ja", "ja-easy") or said("field.subject_name.short", theirs) or said("field.subject_name.title", theirs)
    assert not said("kiosk.page.in_letters", theirs)


def test_a_year_of_the_bikram_sambat_calendar_is_answered_with_the_calendar_that_is_meant():
    resident = until(moving_in(), "movers.0.birth_date:date").touch(events.ChooseLanguage("ne"))
    assert "AD" in words(boxes(resident)["era.western"])

    resident.born("western", "20520101")
    assert resident.session.entry.wrong == "problem.too_late"
    for size in ("M", "XL"):
        resident.touch(events.ChooseAppearance(size=size))
        for panel in (LANDSCAPE, PORTRAIT):
            told = words(boxes(resident, panel)["wrong"])
            assert "ई.सं. (AD)" in told and "वि.सं." in told
            assert measuring.words_outside(screen_of(resident.session, resident.bundle, panel, resident.now)) == []
