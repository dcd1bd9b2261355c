"""Failures of master parts and of gauge studies."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode as Code

translate = QCoreApplication.translate
Texts = dict[Code, tuple[str, str]]


def texts() -> Texts:
    """Cause and remedy by code."""
    return {
        Code.MASTERS_UNUSABLE: (
            translate("Errors", "The master parts of {product} prove nothing: {why}"),
            translate("Errors", "Correct the set on page Checks."),
        ),
        Code.MASTER_UNFIT: (
            translate("Errors", "{name} cannot become a master part: {why}"),
            translate("Errors", "Choose another part, or another name."),
        ),
        Code.MASTERS_DUE: (
            translate("Errors", "The master parts of {product} must be checked ({reasons})"),
            translate("Errors", "Nothing passes before that. Present them on page Checks."),
        ),
        Code.MASTERS_FAILED: (
            translate("Errors", "The check of the master parts of {product} failed ({why})"),
            translate("Errors", "Nothing passes until it is passed, or an engineer acts."),
        ),
        Code.MASTERS_STORED: (
            translate("Errors", "{source} shows stored images, which prove nothing about lens and light"),
            translate("Errors", "Open the camera, or test the software with: uniad-inspect masters test."),
        ),
        Code.MASTERS_BUSY: (translate("Errors", "{what}"), translate("Errors", "Finish or cancel it first.")),
        Code.PART_PRESENTED: (
            translate("Errors", "{name} was presented for {what} and is no product"),
            translate("Errors", "Take it out."),
        ),
        Code.GAUGE_UNUSABLE: (
            translate("Errors", "The study {name} cannot be used: {why}"),
            translate("Errors", "Correct that."),
        ),
        Code.GAUGE_READING: (
            translate("Errors", "The reading of part {part} is refused: {why}"),
            translate("Errors", "Present it again."),
        ),
    }
