"""Failures around users, PINs, keys and the shelf of products."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode as Code

translate = QCoreApplication.translate
Texts = dict[Code, tuple[str, str]]


def texts() -> Texts:
    """Cause and remedy by code."""
    return _pins() | _users() | _keys()


def _pins() -> Texts:
    return {
        Code.PIN_WRONG: (
            translate("Errors", "Wrong PIN for {name}"),
            translate("Errors", "Try again. After several wrong PINs there is a wait."),
        ),
        Code.PIN_WAIT: (
            translate("Errors", "Too many wrong PINs"),
            translate("Errors", "Wait {seconds} s, then try again."),
        ),
        Code.PIN_UNUSABLE: (
            translate("Errors", "This PIN cannot be used"),
            translate("Errors", "Choose {least} to {most} digits, not all the same and no row like 1234."),
        ),
    }


def _users() -> Texts:
    return {
        Code.USERS_DAMAGED: (
            translate("Errors", "The users in {path} cannot be read ({why})"),
            translate("Errors", "Nobody can sign in. Restore the file from a backup."),
        ),
        Code.USER_NAME: (
            translate("Errors", "The user name {name} cannot be used: {why}"),
            translate("Errors", "Choose another name."),
        ),
        Code.LAST_ENGINEER: (
            translate("Errors", "{name} is the last engineer"),
            translate("Errors", "Name another engineer before."),
        ),
        Code.ENGINEER_NEEDED: (
            translate("Errors", "Only an engineer may do this"),
            translate("Errors", "Sign in as an engineer."),
        ),
        Code.BUNDLE_IN_USE: (
            translate("Errors", "{product} is in use"),
            translate("Errors", "Inspect another product before you remove its bundle."),
        ),
    }


def _keys() -> Texts:
    return {
        Code.KEYS_UNUSABLE: (
            translate("Errors", "The keys in {path} cannot be used: {why}"),
            translate("Errors", "Restore the file. Nothing is trusted meanwhile."),
        ),
        Code.KEY_INVALID: (
            translate("Errors", "The key {name} cannot be used: {why}"),
            translate("Errors", "See uniad-inspect keys list."),
        ),
        Code.BUNDLE_SIGNATURE: (
            translate("Errors", "The signature of {path} is wrong ({why})"),
            translate("Errors", "Do not use this file. Fetch it again from where it was made."),
        ),
        Code.BUNDLE_UNTRUSTED: (
            translate("Errors", "Bundle {path} is {why}"),
            translate("Errors", "Trust its key, sign it, or accept it as it is."),
        ),
    }
