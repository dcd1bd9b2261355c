"""Which tests prove what must come of each fault in each state of the station; see ``matrix``."""

from collections.abc import Mapping
from dataclasses import dataclass

STATES = ("idle", "judging", "training", "reviewing")


@dataclass(frozen=True)
class Never:
    """A cell that cannot occur."""

    why: str


@dataclass(frozen=True)
class Noted:
    """Tests with a word on what they can and what they cannot show."""

    tests: tuple[str, ...]
    note: str


Cell = tuple[str, ...] | Noted | Never


@dataclass(frozen=True)
class Fault:
    """One row: what happens, what must come of it, and the cells by state; a state without one is MISSING."""

    title: str
    must: str
    cells: Mapping[str, Cell]


F, E, S = "tests/faults/", "tests/engine/", "tests/faults/test_fault_states.py::"
LINE, DB, DISK = (
    F + "test_fault_24_30_line.py::",
    F + "test_fault_07_12_database.py::",
    F + "test_fault_04_06_disk.py::",
)
SPENT = "tests/training/test_exhaustion.py::"
CAM, RESUME = F + "test_fault_13_19_cameras.py::", "tests/training/test_resume.py::"
DESK, WATCH = "tests/app/wizard/test_desk.py::", E + "sources/test_watched_and_replay.py::"
CLIENT, PARTS = E + "pipeline/test_client.py::", E + "pipeline/test_line_of_parts.py::"
NO_PART = Never("no part is judged in this state")
NO_CAMERA = Never("training and review read files, never a camera")
NO_RECORDS = Never("training writes no records")
NO_STATE = Never("it happens at the start, before any state")
NO_TRIGGER = Never("no trigger is taken in this state")
NO_GRAPH = Never("the judge's graph is not run in this state")
LOADS = Never("training reads bundles only with --add, through the same reader as judging")


def row(title: str, must: str, idle: Cell, judging: Cell, training: Cell, reviewing: Cell) -> Fault:
    """All four states."""
    return Fault(title, must, dict(zip(STATES, (idle, judging, training, reviewing), strict=True)))


TABLE: dict[int, Fault] = {
    1: row(
        "program killed",
        "acknowledged records are there",
        (
            S + "test_01_killed_while_idle_the_next_start_finds_everything",
            "tests/app/test_last_end.py::test_a_program_that_crashed_says_so_at_its_next_start",
        ),
        ("tests/e2e/test_kill_loop.py::test_a_killed_station_loses_nothing_it_acknowledged_and_stores_nothing_twice",),
        (DESK + "test_a_killed_training_is_found_by_the_next_program_and_resumed",),
        (S + "test_01_killed_while_findings_are_made_every_acknowledged_one_is_there",),
    ),
    2: row(
        "killed between commit and acknowledgement",
        "no duplicate after restart",
        NO_TRIGGER,
        ("tests/e2e/test_kill_loop.py::test_a_killed_station_loses_nothing_it_acknowledged_and_stores_nothing_twice",),
        NO_RECORDS,
        Never("a finding said twice is two rows of one opinion; the newest counts"),
    ),
    3: row(
        "power cut",
        "0 acknowledged records lost",
        Never("nothing is written"),
        (F + "test_fault_03_power_cut.py::test_no_acknowledged_record_is_lost",),
        (RESUME + "test_killed_in_the_middle",),
        (F + "test_fault_03_power_cut.py::test_no_acknowledged_record_is_lost",),
    ),
    4: row(
        "disk error",
        "ERROR, stop with the cause, fsync not tried again",
        Never("nothing is written"),
        (
            DISK + "test_a_disk_error_stops_recording_with_the_cause",
            LINE + "test_04_records_that_fail_stop_the_line_and_nothing_passes",
        ),
        (RESUME + "test_no_room_for_a_checkpoint_leaves_the_one_before",),
        (S + "test_04_a_finding_that_cannot_be_stored_is_told_and_never_shown_as_stored",),
    ),
    5: row(
        "disk full",
        "ERROR and reject; earlier records intact; lamp before",
        (DISK + "test_a_disk_that_fills_up_warns_first_then_refuses_and_recovers",),
        (DISK + "test_no_space_for_rows_refuses_the_part_and_goes_on_when_there_is_space",),
        (RESUME + "test_a_full_disk_of_its_own", DESK + "test_a_full_disk_is_told_before_anything_starts"),
        (S + "test_05_a_full_disk_refuses_a_finding_and_takes_it_when_there_is_space",),
    ),
    6: row(
        "disk full while saving the image",
        "record kept, flagged image missing",
        NO_PART,
        (DISK + "test_no_space_for_an_image_keeps_the_record_and_says_so",),
        NO_RECORDS,
        Never("review stores no images"),
    ),
    7: row(
        "database damaged",
        "quarantined, named, never silently replaced",
        (DB + "test_07_damaged_pages_are_quarantined_named_and_never_silently_replaced",),
        (DB + "test_07_damage_met_while_recording_stops_the_writer",),
        NO_RECORDS,
        (S + "test_07_damage_met_while_looking_is_named",),
    ),
    8: row(
        "database missing, images there",
        "retention deletes nothing",
        (DB + "test_08_a_missing_database_is_not_replaced_while_there_are_images",),
        (E + "records/test_records_retention.py::test_without_its_database_retention_deletes_nothing",),
        NO_RECORDS,
        (S + "test_08_a_database_that_vanishes_is_named",),
    ),
    9: row(
        "killed during a migration",
        "old or new schema, never between",
        (DB + "test_09_killed_at_any_statement_of_a_migration_the_schema_is_old_or_new",),
        *(NO_STATE,) * 3,
    ),
    10: row(
        "database from a newer version",
        "refused with both versions",
        (DB + "test_10_a_database_of_a_newer_program_is_refused_with_both_versions_and_left_alone",),
        *(NO_STATE,) * 3,
    ),
    11: row(
        "settings torn or with an unknown key",
        "last good one, or an error with file, line, key",
        (
            E + "test_settings.py::test_a_file_cut_anywhere_gives_the_last_good_settings_and_says_so",
            CLIENT + "test_a_wrong_station_file_fails_with_the_line_and_opens_once_it_is_mended",
        ),
        (S + "test_11_a_file_torn_while_parts_are_judged_changes_nothing",),
        Never("a training has its own plan, written whole before it starts"),
        Never("read at the start and on the settings page only"),
    ),
    12: row(
        "second station on the same data",
        "it exits and says so; a window may look",
        (DB + "test_12_a_second_station_says_so_and_a_reader_may_look",),
        ("tests/e2e/test_station.py::test_two_stations_on_one_data_folder",),
        (DESK + "test_a_training_goes_on_without_the_window_and_is_the_only_one",),
        (CLIENT + "test_a_second_window_on_the_same_records_is_read_only",),
    ),
    13: row(
        "camera unplugged",
        "ERROR within 2 s, reconnects within 5 s",
        (CAM + "test_16_a_camera_that_waits_for_its_trigger_is_not_lost",),
        (CAM + "test_13_an_unplugged_camera_is_an_error_once_and_is_found_again",),
        NO_CAMERA,
        (CLIENT + "test_a_stream_that_is_lost_is_shown_and_found_again",),
    ),
    14: row(
        "camera call hangs or crashes",
        "capture replaced, station goes on",
        (CAM + "test_14_a_capture_process_that_is_stopped_or_killed_is_replaced",),
        (
            CAM + "test_14_a_camera_call_that_hangs_gets_another_process",
            CAM + "test_14_a_driver_that_crashes_takes_only_its_process",
        ),
        NO_CAMERA,
        Never("as while judging: capture has processes of its own"),
    ),
    15: row(
        "frozen picture",
        "ERROR after 2 equal frames, or a stalled number or time",
        NO_PART,
        (
            CAM + "test_15_a_raw_camera_that_repeats_a_picture_is_frozen_at_the_second_frame",
            CAM + "test_15_a_stalled_frame_number_is_frozen_even_if_the_picture_changes",
        ),
        NO_CAMERA,
        NO_PART,
    ),
    16: row(
        "dropped frames",
        "counted and shown; a missing triggered frame is ERROR",
        NO_PART,
        (CAM + "test_16_dropped_frames_are_counted_and_a_missing_triggered_frame_is_an_error",),
        NO_CAMERA,
        NO_PART,
    ),
    17: row(
        "half a frame",
        "ERROR",
        NO_PART,
        (CAM + "test_17_half_a_frame_is_an_error_and_the_next_is_not",),
        NO_CAMERA,
        NO_PART,
    ),
    18: row(
        "black, overexposed, defocused",
        "ERROR with the reason",
        NO_PART,
        (E + "test_quality.py::test_each_kind_of_unusable_picture_has_its_reason",),
        ("tests/training/test_scan.py::test_defects_among_the_good_are_pointed_out",),
        NO_PART,
    ),
    19: row(
        "wrong size or depth",
        "ERROR, or converted where lossless",
        NO_PART,
        (CAM + "test_19_another_size_is_an_error_and_another_depth_is_kept_or_refused",),
        ("tests/training/test_scan.py::test_sizes_and_kinds_of_pixels_may_be_mixed_and_sizes_are_told",),
        NO_PART,
    ),
    20: row(
        "file truncated or still being written",
        "ERROR or waited for; never judged",
        NO_PART,
        (
            WATCH + "test_a_file_that_is_still_being_written_is_waited_for",
            WATCH + "test_a_damaged_file_is_an_error_after_a_while_and_never_judged",
            E + "test_decode.py::test_a_cut_file_is_never_judged",
        ),
        ("tests/training/test_scan.py::test_what_cannot_be_read_is_listed_with_the_reason",),
        (E + "review/test_review_pictures.py::test_an_altered_image_is_named_with_both_hashes",),
    ),
    21: row(
        "decompression bomb",
        "ERROR, memory bounded",
        NO_PART,
        (E + "test_decode.py::test_a_bomb_is_refused_before_a_pixel_is_made",),
        (E + "test_decode.py::test_a_bomb_is_refused_before_a_pixel_is_made",),
        ("tests/security/test_hostile_inputs.py::test_a_backup_that_would_unpack_to_more_is_refused_unread",),
    ),
    22: row(
        "link loop, FIFO, unreadable file, no image",
        "skipped and listed",
        NO_PART,
        (
            WATCH + "test_what_is_no_image_is_skipped_and_listed",
            E + "test_folder_source.py::test_what_is_no_picture_is_skipped_with_its_reason",
        ),
        ("tests/training/test_scan.py::test_what_cannot_be_read_is_listed_with_the_reason",),
        Never("review reads recorded images only"),
    ),
    23: row(
        "bundle damaged, forged, newer, zip slip, zip bomb",
        "refused with the reason; the old product stays",
        (
            E + "test_bundle.py::test_a_flipped_byte_is_always_seen",
            E + "test_signing.py::test_a_wrong_signature_is_refused_whoever_sealed_it",
        ),
        (CLIENT + "test_a_refused_bundle_leaves_the_old_one_in_use",),
        LOADS,
        (E + "review/test_review_pictures.py::test_without_its_bundle_a_part_is_shown_without_heat",),
    ),
    24: row(
        "inference raises, NaN, or is late",
        "ERROR at the deadline; restart; late results never output",
        NO_GRAPH,
        (
            LINE + "test_24_a_result_after_the_deadline_is_an_error_recorded_late_and_never_output",
            LINE + "test_24_a_judge_that_is_stopped_or_killed_is_replaced_and_shown_until_it_has_proved_itself",
            LINE + "test_24_a_judge_with_a_wild_pointer_takes_nothing_with_it",
            LINE + "test_24_a_judge_that_hangs_in_a_call_is_an_error_at_the_deadline_and_replaced",
            E + "test_judge.py::test_a_map_with_nan_is_an_error",
        ),
        NO_GRAPH,
        NO_GRAPH,
    ),
    25: row(
        "GPU lost",
        "ERROR, then stop, or the CPU if it is proved fit",
        NO_GRAPH,
        (
            LINE + "test_25_a_lost_gpu_stops_the_line_by_default",
            LINE + "test_25_the_cpu_stands_in_only_after_its_trial",
        ),
        Noted(
            (SPENT + "test_a_device_that_fails_in_a_step_leaves_a_run_to_resume",),
            "no GPU to lose here: PyTorch's own error, raised inside a real step of a real training process",
        ),
        NO_GRAPH,
    ),
    26: row(
        "out of memory",
        "ERROR, station alive",
        Never("nothing grows"),
        (
            LINE + "test_26_out_of_memory_is_an_error_and_the_station_lives",
            LINE + "test_26_a_judge_without_memory_refuses_the_frame_and_judges_the_next",
            LINE + "test_26_a_judge_that_took_all_memory_is_replaced",
            S + "test_26_a_decoder_without_memory_refuses_the_picture_and_reads_the_next",
        ),
        (SPENT + "test_without_memory_in_a_step_and_in_the_export_the_run_is_kept_and_resumed",),
        Never("the window reads one page of rows and pictures of bounded size"),
    ),
    27: row(
        "clock jumps by a day",
        "order and durations right",
        Never("nothing is timed"),
        (LINE + "test_27_a_clock_that_jumps_changes_neither_order_nor_durations",),
        Never("training tells seconds of a monotonic clock"),
        (S + "test_27_findings_keep_their_order_when_the_clock_jumps_back",),
    ),
    28: row(
        "parts faster than they can be judged",
        "bounded queue, ERROR, visible",
        NO_TRIGGER,
        (
            LINE + "test_28_parts_faster_than_the_judge_overrun_visibly_and_none_is_dropped",
            LINE + "test_28_records_that_lag_behind_hold_no_pictures_of_parts_that_are_refused",
        ),
        NO_TRIGGER,
        NO_TRIGGER,
    ),
    29: row(
        "window frozen",
        "judging and recording go on",
        Never("nothing has to go on"),
        (LINE + "test_29_a_window_that_stands_still_stops_neither_judging_nor_recording",),
        (DESK + "test_a_training_goes_on_without_the_window_and_is_the_only_one",),
        Never("the person who reviews waits; nothing else does"),
    ),
    30: row(
        "crash loop",
        "stop after 5 restarts in 60 s with the cause",
        (LINE + "test_a_judge_that_cannot_load_at_all_stops_the_line_at_once",),
        (
            LINE + "test_30_a_judge_that_keeps_dying_stops_the_line_after_five_restarts",
            CAM + "test_30_a_driver_that_keeps_crashing_is_given_up_after_five_restarts_with_the_cause",
            CAM + "test_30_a_camera_that_is_away_may_hang_as_often_as_it_is_looked_for",
        ),
        Never("a training is started by a person and never restarted by itself"),
        NO_GRAPH,
    ),
    31: row(
        "training killed, disk full, folder changes",
        "resumable run, no half bundle, clear message",
        *(Never("a training runs in its own process, whatever the station does"),) * 2,
        (
            RESUME + "test_killed_in_the_middle",
            RESUME + "test_killed_before_the_first_checkpoint",
            RESUME + "test_a_full_disk_of_its_own",
            RESUME + "test_an_image_that_changes_during_training",
        ),
        Never("a training runs in its own process, whatever the station does"),
    ),
    32: row(
        "training data: none, one, few, duplicate, corrupt, mixed, defective",
        "a list of what was skipped; what cannot work is refused",
        *(Never("data is looked at when a training is prepared"),) * 2,
        tuple(
            "tests/training/test_scan.py::" + name
            for name in (
                "test_no_image",
                "test_one_image",
                "test_few_images_are_a_warning",
                "test_one_picture_many_times",
                "test_duplicates_are_named_counted_once_and_never_on_both_sides",
                "test_what_cannot_be_read_is_listed_with_the_reason",
                "test_sizes_and_kinds_of_pixels_may_be_mixed_and_sizes_are_told",
                "test_defects_among_the_good_are_pointed_out",
            )
        ),
        Never("data is looked at when a training is prepared"),
    ),
}
