"""The words of the Review page."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode, InspectError
from engine.records.entries import FindingKind
from engine.review.listing import Order

translate = QCoreApplication.translate


def finding_word(kind: FindingKind) -> str:
    """What a person said."""
    return {
        FindingKind.DEFECT: translate("Review", "defect"),
        FindingKind.FALSE_REJECT: translate("Review", "false reject"),
        FindingKind.ESCAPE: translate("Review", "escape"),
        FindingKind.UNSURE: translate("Review", "unsure"),
        FindingKind.GOOD: translate("Review", "good"),
    }[kind]


def finding_letter(kind: FindingKind) -> str:
    """Its key."""
    return {FindingKind.FALSE_REJECT: "F", FindingKind.GOOD: "G", FindingKind.UNSURE: "U", FindingKind.ESCAPE: "E"}.get(
        kind, "D"
    )


def order_word(order: Order) -> str:
    """How the list is sorted."""
    return {
        Order.NEWEST: translate("Review", "Newest first"),
        Order.OLDEST: translate("Review", "Oldest first"),
        Order.HIGHEST: translate("Review", "Highest score"),
        Order.LOWEST: translate("Review", "Lowest score"),
    }[order]


def missing_word(error: InspectError) -> str:
    """A few words in place of a small picture."""
    if error.code is ErrorCode.RECORD_IMAGE_ALTERED:
        return translate("Review", "image altered")
    if error.code is ErrorCode.RECORD_NO_IMAGE:
        return translate("Review", "no image kept")
    return translate("Review", "image missing")
