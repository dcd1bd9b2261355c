"""Details that stand inside messages, such as what the system said: the engine names them in English."""

import re

from PySide6.QtCore import QCoreApplication

from engine.settings import END

translate = QCoreApplication.translate


def reason_text(why: str) -> str:
    """The detail in the language of the window; phrases nobody knows, names and figures stay as they are."""
    if (whole := _of_images().get(why)) is not None:
        return whole
    why = re.sub(r"\[Errno -?\d+\] ", "", why)
    known = {**_of_the_system(), **_of_sources(), **_of_the_line(), **_of_files()}
    for phrase in sorted(known, key=len, reverse=True):  # so that a phrase inside a longer one does not break it
        why = why.replace(phrase, known[phrase])
    if found := re.match(r"line (\d+), key ([^:]+): ", why):
        place = translate("Reasons", "line {line}, key {key}: ").format(line=found[1], key=found[2])
        return place + why[found.end() :]
    if found := re.fullmatch(r"for ([\d.]+) s", why):
        return translate("Reasons", "for {seconds} s").format(seconds=found[1])
    return why


def _of_the_system() -> dict[str, str]:
    return {
        "No such file or directory": translate("Reasons", "No such file or directory"),
        "Permission denied": translate("Reasons", "Permission denied"),
        "No space left on device": translate("Reasons", "No space left on device"),
        "Read-only file system": translate("Reasons", "Read-only file system"),
        "Input/output error": translate("Reasons", "Input/output error"),
        "Is a directory": translate("Reasons", "Is a directory"),
        "Not a directory": translate("Reasons", "Not a directory"),
        "Connection refused": translate("Reasons", "Connection refused"),
        "Connection reset by peer": translate("Reasons", "Connection reset by peer"),
        "Network is unreachable": translate("Reasons", "Network is unreachable"),
        "No route to host": translate("Reasons", "No route to host"),
        "Address already in use": translate("Reasons", "Address already in use"),
        "timed out": translate("Reasons", "timed out"),
        "not enough memory": translate("Reasons", "not enough memory"),
        "no NVIDIA driver": translate("Reasons", "no NVIDIA driver"),
        "the driver sees no GPU": translate("Reasons", "the driver sees no GPU"),
    }


def _of_images() -> dict[str, str]:
    """Whole details: as parts of longer ones these words are too short."""
    return {
        "not kept": translate("Reasons", "not kept"),
        "missing": translate("Reasons", "it could not be saved"),
        "removed": translate("Reasons", "removed by retention"),
    }


def _of_sources() -> dict[str, str]:
    return {
        "the server hung up": translate("Reasons", "the server hung up"),
        "it cannot be opened": translate("Reasons", "it cannot be opened"),
        "no more frames": translate("Reasons", "no more frames"),
        "it has no frames": translate("Reasons", "it has no frames"),
        "its capture process ended": translate("Reasons", "its capture process ended"),
        "the source is changed": translate("Reasons", "the source is changed"),
        "the folder is gone": translate("Reasons", "the folder is gone"),
        "the end of the JPEG is missing": translate("Reasons", "the end of the JPEG is missing"),
        "the end of the PNG is missing": translate("Reasons", "the end of the PNG is missing"),
        "decoder refused it": translate("Reasons", "the decoder refused it"),
    }


def _of_the_line() -> dict[str, str]:
    return {
        "its process ended by itself": translate("Reasons", "its process ended by itself"),
        "nobody has started it": translate("Reasons", "nobody has started it"),
        "the station is closing": translate("Reasons", "the station is closing"),
        "it does not start": translate("Reasons", "it does not start"),
        "it could not be recorded": translate("Reasons", "it could not be recorded"),
    }


def _of_files() -> dict[str, str]:
    return {
        "the manifest": translate("Reasons", "the manifest"),
        "the file": translate("Reasons", "the file"),
        "its end is missing": translate("Reasons", "its end is missing"),
        "not a text file (UTF-8)": translate("Reasons", "not a text file (UTF-8)"),
        "not a whole .uniad file": translate("Reasons", "not a whole .uniad file"),
        "not a regular file": translate("Reasons", "not a regular file"),
        "its list of files is not valid": translate("Reasons", "its list of files is not valid"),
        "files and manifest do not agree": translate("Reasons", "files and manifest do not agree"),
        f"its end is missing (the line {END!r})": translate("Reasons", "its end is missing"),
        "*** in database main *** ": "",
        "moved to ": translate("Reasons", "moved to "),
        "there is no database": translate("Reasons", "there is no database"),
        "it exists already": translate("Reasons", "it exists already"),
        "it cannot be read": translate("Reasons", "it cannot be read"),
        "unknown key": translate("Reasons", "unknown key"),
        "it is too large": translate("Reasons", "it is too large"),
        "it has two files of the same name": translate("Reasons", "it has two files of the same name"),
        "is missing or damaged": translate("Reasons", "is missing or damaged"),
        "File is not a zip file": translate("Reasons", "not a ZIP file"),
    }
