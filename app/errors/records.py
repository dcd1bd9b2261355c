"""Failures of the records."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode as Code

translate = QCoreApplication.translate
Texts = dict[Code, tuple[str, str]]


def texts() -> Texts:
    """Cause and remedy by code."""
    return (
        {
            Code.DISK_LOW: (
                translate("Errors", "Only {free_mb} MB are free for {path}"),
                translate("Errors", "Free some disk space before it is full."),
            ),
            Code.DISK_NO_IMAGES: (
                translate("Errors", "No room for images in {path} ({free_mb} MB free)"),
                translate("Errors", "Records go on without them. Free some disk space."),
            ),
            Code.DRIFT: (
                translate(
                    "Errors", "Good parts of {product} drift away from training ({figure}, {deviations} deviations)"
                ),
                translate("Errors", "Check light, lens and position."),
            ),
            Code.RECORDS_LOCKED: (
                translate("Errors", "Another station is recording in {path} (process {pid})"),
                translate("Errors", "Stop it, or choose another data folder."),
            ),
            Code.RECORDS_NEWER: (
                translate("Errors", "Records {path} have schema {found}, this program knows {known}"),
                translate("Errors", "Update the program."),
            ),
            Code.RECORDS_OLDER: (
                translate("Errors", "Records {path} have schema {found}, this program needs {known}"),
                translate("Errors", "Start the station once."),
            ),
            Code.RECORDS_CUT: (
                translate("Errors", "Records {path} end at row {found}, but row {expected} was acknowledged"),
                translate("Errors", "Restore a backup, or go on without them with --accept-loss."),
            ),
        }
        | _damage()
        | _review()
    )


def _review() -> Texts:
    return {
        Code.RECORD_NO_IMAGE: (
            translate("Errors", "No image of part {part} was kept ({why})"),
            translate("Errors", "The rule for images is in the settings."),
        ),
        Code.RECORD_IMAGE_GONE: (
            translate("Errors", "Image {path} of the records cannot be read ({why})"),
            translate("Errors", "Restore it from a backup."),
        ),
        Code.RECORD_IMAGE_ALTERED: (
            translate("Errors", "Image {path} was altered: its SHA-256 is {found}, recorded was {expected}"),
            translate("Errors", "Restore it from a backup."),
        ),
        Code.REVIEW_NO_BUNDLE: (
            translate("Errors", "Bundle {sha256} of these parts is not on this station"),
            translate("Errors", "Import it on the Products page."),
        ),
        Code.REVIEW_NO_DATA: (
            translate("Errors", "There is nothing to go by for {product}: {why}"),
            translate("Errors", "Review some parts first."),
        ),
        Code.REPORT_CANCELLED: (
            translate("Errors", "The report was cancelled"),
            translate("Errors", "Nothing was written."),
        ),
        Code.REPORT_FAILED: (
            translate("Errors", "Report {name} could not be written: {why}"),
            translate("Errors", "It is tried again. Check the folder."),
        ),
        Code.TRACE_NOTHING: (
            translate("Errors", "No part of the records fits {wanted}"),
            translate("Errors", "Check number, lot, time or file."),
        ),
        Code.EXPORT_DAMAGED: (
            translate("Errors", "{path} is no export of a part: {why}"),
            translate("Errors", "Export the part again."),
        ),
    }


def _damage() -> Texts:
    return {
        Code.RECORDS_DAMAGED: (
            translate("Errors", "Records {path} are damaged ({why})"),
            translate("Errors", "Restore a backup, or begin anew with --accept-loss."),
        ),
        Code.RECORDS_MISSING: (
            translate("Errors", "Records are missing in {path} ({why})"),
            translate("Errors", "Restore a backup, or begin anew with --accept-loss."),
        ),
        Code.RECORDS_DISK: (
            translate("Errors", "Disk error at {path}: {why}"),
            translate("Errors", "Check the disk, then start again."),
        ),
        Code.RECORDS_BUSY: (
            translate("Errors", "Records in {path} could not be written within {seconds} s"),
            translate("Errors", "Check the disk."),
        ),
        Code.RECORDS_CLOSED: (
            translate("Errors", "Records in {path} are closed"),
            translate("Errors", "Start the station again."),
        ),
    }
