"""What must hold of a ticket printer, and the tests that hold it: each row of the fault table, each item of the list of checks."""

import ast
from pathlib import Path

# Fault of a printer → tests that fail when its handling is taken away (each seen to fail by hand).
FAULT_TABLE = {
    "paper out before": ["test_a_fault_before_anything_was_printed_gives_the_job_back_and_nothing_comes_out",
                         "test_without_paper_nothing_is_sent_and_the_cause_is_named"],
    "near end": ["test_little_paper_left_is_told_once_and_prints", "test_little_paper_left_prints_and_says_so"],
    "paper out mid-ticket": ["test_a_fault_midway_holds_the_job_under_its_name_and_one_sheet_comes_when_it_is_mended",
                             "test_paper_that_ends_midway_is_finished_after_the_change_on_one_sheet"],
    "cover opened mid-ticket": ["test_a_fault_midway_holds_the_job_under_its_name_and_one_sheet_comes_when_it_is_mended",
                                "test_a_fault_midway_holds_the_paper_until_it_is_mended"],
    "cutter error": ["test_after_a_jam_the_printer_is_told_to_go_on_when_the_cover_was_opened_and_shut",
                     "test_a_jam_at_the_cut_holds_the_paper_and_turns_the_next_one_away"],
    "head hot": ["test_a_hot_head_before_anything_was_printed_makes_the_job_wait_and_one_sheet_comes",
                 "test_a_head_that_stays_hot_gives_the_job_back_after_a_minute"],
    "link reset": ["test_a_line_that_breaks_before_the_picture_starts_the_same_job_again",
                   "test_a_line_that_breaks_in_the_picture_leaves_doubt_and_the_torn_half_on_a_sheet_of_its_own",
                   "test_a_line_that_breaks_in_the_picture_is_never_sent_again_and_spoils_no_next_paper"],
    "power loss mid-ticket": ["test_a_power_loss_is_doubt_from_the_first_byte_of_the_picture_and_never_a_second_sheet",
                              "test_a_power_cut_midway_leaves_doubt_and_a_torn_sheet_of_its_own"],
    "never reads, mute": ["test_a_printer_that_takes_nothing_any_more_is_never_believed",
                          "test_a_printer_that_fell_silent_gets_no_picture",
                          "test_lasting_silence_midway_is_held_then_doubt_and_one_sheet"],
    "unreachable": ["test_an_unreachable_printer_gives_the_job_back_and_is_tried_ever_more_seldom",
                    "test_a_printer_that_is_switched_on_later_is_found"],
    "no GS ( H": ["test_without_markers_a_good_paper_is_never_called_proved",
                  "test_a_clone_that_answers_what_it_has_only_read_is_not_believed_while_a_fault_stands"],
    "slow, 60 mm/s": ["test_a_slow_printer_has_the_time_it_needs"],
}  # fmt: skip

CHECKS = {
    "bytes of each layout, decoded, code read": [
        "test_the_bytes_of_a_job_are_these",
        "test_every_layout_comes_out_of_the_printer_as_drawn_and_its_code_is_read"],
    "each fault at each byte offset, sheets with that number counted": [
        "test_a_fault_before_anything_was_printed_gives_the_job_back_and_nothing_comes_out",
        "test_a_fault_midway_holds_the_job_under_its_name_and_one_sheet_comes_when_it_is_mended",
        "test_a_fault_after_the_proof_changes_nothing_for_that_paper",
        "test_a_power_loss_is_doubt_from_the_first_byte_of_the_picture_and_never_a_second_sheet",
        "test_lasting_silence_midway_is_held_then_doubt_and_one_sheet",
        "test_a_printer_that_takes_nothing_any_more_is_never_believed"],
    "kill -9 at each state": [
        "test_a_killed_spooler_leaves_doubt_and_never_prints_again",
        "test_whatever_state_a_kill_left_on_disk_the_next_start_prints_at_most_what_was_never_begun",
        "test_a_job_that_had_ended_is_left_alone_after_a_kill",
        "test_a_kill_between_doubt_and_the_parting_of_the_torn_half_sees_to_it_again",
        "test_a_queued_job_that_nobody_waits_for_any_more_is_given_back_after_the_restart"],
    "replies split, XOFF inside a block, stray byte, storm": [
        "test_a_stream_split_at_any_one_byte_says_the_same", "test_a_stream_split_anywhere_gives_the_same_replies",
        "test_markers_that_come_in_two_packets_prove_a_paper", "test_a_flow_byte_inside_a_marker_is_taken_out",
        "test_an_unasked_byte_proves_nothing_and_holds_nothing_up",
        "test_a_storm_of_status_is_told_once_a_change_and_the_paper_comes_out"],
    "second client": ["test_another_program_on_the_line_is_seen_as_busy_until_it_leaves"],
    "idle close": ["test_a_card_that_ends_idle_connections_never_makes_anybody_wait",
                   "test_a_heartbeat_keeps_the_line_where_idle_connections_are_ended"],
    "sheets(number) ≤ 1 + staff reprints": [
        "test_papers_by_themselves_are_at_most_one_and_claimed_ones_are_there",
        "test_random_kills_cuts_and_faults_of_real_processes_never_bring_a_second_sheet"],
    "serial that stalls": ["test_a_line_that_nobody_reads_takes_a_little_and_then_nothing_and_holds_nobody",
                           "test_a_line_that_stands_still_without_a_word_is_doubt_at_the_deadline"],
    "the parser fuzzed": ["test_no_garbage_stops_the_reader_for_good", "test_no_noise_on_the_line_makes_a_paper_that_is_not_there",
                          "test_no_bytes_stop_the_simulated_printer"],
    "the line broken at every boundary": [
        "test_a_line_that_breaks_before_the_picture_starts_the_same_job_again",
        "test_a_line_that_breaks_in_the_picture_leaves_doubt_and_the_torn_half_on_a_sheet_of_its_own",
        "test_a_printer_that_cannot_clear_its_buffer_is_brought_back_into_step_from_inside_any_command",
        "test_a_line_that_breaks_in_the_picture_is_never_sent_again_and_spoils_no_next_paper"],
}  # fmt: skip


def test_every_row_has_tests_that_exist():
    tests = {
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    named = {name for table in (FAULT_TABLE, CHECKS) for names in table.values() for name in names}

    assert named - tests == set()
    assert all(names for table in (FAULT_TABLE, CHECKS) for names in table.values())
