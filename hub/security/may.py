"""Who may what: one table, asked by every use case of the office and by every route. What is not in it is forbidden."""

from hub.security.actors import Actor, Board, Kiosk, Role, Staff, role_of

STAFF: frozenset[Role] = frozenset({"clerk", "floor_guide", "manager"})
HOUSE: frozenset[Role] = frozenset({"kiosk", "board", "system", "clerk", "floor_guide", "manager"})
ANYBODY: frozenset[Role] = frozenset({"resident", "away", *HOUSE})

MAY: dict[str, frozenset[Role]] = {
    # what a resident does, at a kiosk, on paper at the floor, or at home
    "open_visit": frozenset({"kiosk", "floor_guide"}),
    "open_paper_visit": frozenset({"floor_guide", "manager"}),
    "blank_form": frozenset({"floor_guide", "manager"}),
    "paper_slip": frozenset({"floor_guide", "manager"}),
    "take_back_number": frozenset({"floor_guide", "manager"}),
    "open_sealed_visit": frozenset({"kiosk"}),
    "find_entry": frozenset({"resident", "kiosk", "floor_guide"}),
    "free_times": ANYBODY,
    "book_appointment": frozenset({"resident", *STAFF}),
    "appointment": frozenset({"resident", *STAFF}),
    "change_appointment": frozenset({"resident", *STAFF}),
    "appointments": STAFF,
    "check_in": STAFF,
    "save_entry": frozenset({"resident", "kiosk"}),
    "save_unfinished_entry": frozenset({"resident", "kiosk"}),
    "follow": ANYBODY,
    "follow_all": ANYBODY,
    "ask_for_minutes": ANYBODY,
    "give_back": ANYBODY,
    # the same, sealed to the hub: a kiosk's long-lived process passes on what it cannot read
    "open_visit_unread": frozenset({"kiosk"}),
    "find_entry_unread": frozenset({"kiosk"}),
    "save_entry_unread": frozenset({"kiosk"}),
    "unlock_kiosk_unread": frozenset({"kiosk"}),
    # the floor
    "report_kiosk": frozenset({"kiosk"}),
    "call_help": frozenset({"kiosk"}),
    "report_slip": frozenset({"kiosk"}),
    "kiosks": frozenset({"floor_guide", "manager", "system"}),
    "take_help": frozenset({"floor_guide", "manager"}),
    "report_board": frozenset({"board"}),
    "boards": frozenset({"floor_guide", "manager", "system"}),
    "papers": frozenset({"floor_guide", "manager", "system"}),
    "settle_paper": frozenset({"floor_guide", "manager"}),
    "settle_number": frozenset({"floor_guide", "manager"}),
    "floor_number": frozenset({"floor_guide", "manager"}),
    "note_from_floor": frozenset({"floor_guide", "manager"}),
    "floor_notes": frozenset({"clerk"}),
    "view_record": frozenset({"manager"}),  # in nobody's or another's hands, with a reason
    "looks": frozenset({"manager"}),
    # staff at a kiosk: who they are is asked by number and PIN, and what they do needs the unlock
    "unlock_kiosk": frozenset({"kiosk"}),
    "reissue_slip": frozenset({"kiosk"}),
    "cancel_number": frozenset({"kiosk"}),
    "hand_number": frozenset({"kiosk"}),
    "note_assistance": frozenset({"kiosk"}),
    "take_role": frozenset({"kiosk"}),
    "end_unlock": frozenset({"kiosk"}),
    # the counters
    "call_next": frozenset({"clerk"}),
    "act": frozenset({"clerk"}),
    "take_over": frozenset({"clerk"}),  # what another desk serves, with a reason
    "split_visit": frozenset({"clerk"}),
    "merge_visits": frozenset({"clerk"}),
    "undo": frozenset({"clerk"}),
    "last_step": frozenset({"clerk"}),
    "choices": frozenset({"clerk", "manager"}),
    "surroundings": frozenset({"clerk", "manager"}),
    "staffed": frozenset({"clerk", "manager"}),
    "record": frozenset({"clerk"}),
    "print_forms": frozenset({"clerk"}),
    "correct_record": frozenset({"clerk"}),
    "check_identity": frozenset({"clerk"}),
    "allow_exception": frozenset({"manager"}),  # to the identity check, with number and PIN at the counter
    "write_note": frozenset({"clerk"}),
    "hand_over": frozenset({"clerk"}),
    "settle_fee": frozenset({"clerk"}),
    "tick_item": frozenset({"clerk"}),
    "pass_on": frozenset({"clerk"}),
    "decide_procedure": frozenset({"clerk"}),
    "being_made": frozenset({"clerk"}),
    "find_visit": frozenset({"clerk"}),
    "keep_scan": frozenset({"clerk"}),
    "drop_scan": frozenset({"clerk"}),
    "scan": frozenset({"clerk"}),
    "check_field": frozenset({"clerk"}),
    "visits": frozenset({"clerk"}),
    "work": frozenset({"clerk"}),
    "visit": frozenset({"clerk"}),
    "history": frozenset({"clerk", "manager"}),
    "reasons": frozenset({"clerk", "manager"}),
    "taken_away": frozenset({"clerk"}),
    "draft_key": frozenset({"clerk"}),
    # what everybody in the house is told
    "board_state": HOUSE,
    "waits": HOUSE,
    "public_board": ANYBODY,
    "public_notices": ANYBODY,
    "events_since": HOUSE,
    "notices": frozenset({"floor_guide", "manager"}),
    "put_up_notice": frozenset({"floor_guide", "manager"}),
    "take_down_notice": frozenset({"floor_guide", "manager"}),
    "congestion": ANYBODY,
    "state_congestion": STAFF,
    "settings": frozenset({"manager"}),
    "change_settings": frozenset({"manager"}),
    "undo_settings": frozenset({"manager"}),
    "manage_people": frozenset({"manager"}),
    "roster": frozenset({"manager"}),
    "take_on_staff": frozenset({"manager"}),
    "renew_password": frozenset({"manager"}),
    "give_pin": frozenset({"manager"}),
    "staff_left": frozenset({"manager"}),
    "staff_came_back": frozenset({"manager"}),
    "enrol": frozenset({"manager"}),
    "take_away_token": frozenset({"manager"}),
    "identity": HOUSE,
    # people and devices
    "sign_in": frozenset({"resident"}),
    "sign_out": frozenset({*STAFF, "away"}),
    "leave_desk": frozenset({"clerk"}),
    "come_back": frozenset({"away"}),
    "left_behind": frozenset({"away", "clerk"}),
    "session": ANYBODY,
    "take_counter": frozenset({"clerk"}),
    "create_demo_staff": frozenset({"system"}),
    "create_staff": frozenset({"system"}),
    "set_pin": frozenset({"system"}),
    "enrol_device": frozenset({"system"}),
    "revoke_device": frozenset({"system"}),
    "device": ANYBODY,
    # the house itself
    "close_day": frozenset({"system", "manager"}),
    "take_files": frozenset({"system"}),
    "expire": frozenset({"system"}),
    # pages and routes without a use case of their own
    "read_bundle": HOUSE,
    "read_metrics": frozenset({"system", "manager"}),
    "read_health": ANYBODY,
    "read_public_page": ANYBODY,
}


class NotAllowed(Exception):
    """The actor's role does not have this action; nothing was done."""

    def __init__(self, action: str, role: Role) -> None:
        super().__init__(f"{role} may not {action}")
        self.action = action
        self.role = role


def may(actor: Actor, action: str) -> bool:
    """Whether the table has this action for the actor's role. An unknown action is forbidden to everybody."""
    return role_of(actor) in MAY.get(action, frozenset())


def ask(actor: Actor, action: str) -> None:
    """Pass, or raise NotAllowed."""
    if not may(actor, action):
        raise NotAllowed(action, role_of(actor))


def asked_staff(actor: Actor, action: str) -> Staff:
    """The person who asked, or NotAllowed."""
    ask(actor, action)
    if not isinstance(actor, Staff):
        raise NotAllowed(action, role_of(actor))
    return actor


def asked_device(actor: Actor, action: str) -> str:
    """The id of the kiosk or board that asked, or NotAllowed."""
    ask(actor, action)
    if not isinstance(actor, Kiosk | Board):
        raise NotAllowed(action, role_of(actor))
    return actor.id
