"""Failures of the running line: judge, triggers, outputs, limits in force."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode as Code

translate = QCoreApplication.translate
Texts = dict[Code, tuple[str, str]]


def texts() -> Texts:
    """Cause and remedy by code."""
    return _judge() | _parts() | _station()


def _judge() -> Texts:
    return {
        Code.JUDGE_HANGS: (
            translate("Errors", "The judge gave no answer for {seconds} s"),
            translate("Errors", "It is started again. The part is not judged."),
        ),
        Code.JUDGE_GONE: (
            translate("Errors", "The judge died ({why})"),
            translate("Errors", "It is started again. The part is not judged."),
        ),
        Code.JUDGE_CRASHES: (
            translate("Errors", "The judge died {count} times within {seconds} s ({why})"),
            translate("Errors", "Inspection has stopped. Send the log file to support."),
        ),
        Code.GPU_LOST: (
            translate("Errors", "The GPU ({provider}) was lost: {why}"),
            translate("Errors", "See page Diagnostics, or run uniad-inspect doctor."),
        ),
        Code.CPU_UNFIT: (
            translate("Errors", "The CPU cannot stand in for the GPU: {why}"),
            translate("Errors", "Inspection has stopped. See page Diagnostics, or run uniad-inspect doctor."),
        ),
    }


def _parts() -> Texts:
    return {
        Code.LINE_STOPPED: (
            translate("Errors", "Inspection is stopped ({why})"),
            translate("Errors", "The part is not judged."),
        ),
        Code.LINE_BUSY: (
            translate("Errors", "The line did not answer within {seconds} s"),
            translate("Errors", "See what it shows, then try again."),
        ),
        Code.LINE_NO_FRAME: (
            translate("Errors", "No frame of {source} within {deadline_ms} ms of its trigger"),
            translate("Errors", "The part is not judged."),
        ),
        Code.LINE_OVERRUN: (
            translate("Errors", "{waiting} parts wait for the judge already"),
            translate("Errors", "The part is not judged. Slow the line down."),
        ),
    }


def _station() -> Texts:
    return {
        Code.OUTPUT_FAILED: (
            translate("Errors", "Output {name} does not work: {why}"),
            translate("Errors", "Check its settings."),
        ),
        Code.LIMITS_UNCONFIRMED: (
            translate("Errors", "No limits are in force for {product}"),
            translate("Errors", "An engineer must confirm them."),
        ),
        Code.TRAIN_PEER: (
            translate("Errors", "Another process of this training failed"),
            translate("Errors", "Its own line says why."),
        ),
    }
