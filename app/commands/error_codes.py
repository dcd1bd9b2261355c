"""``uniad-inspect errors``: every code that a dialog, a strip or a line on stderr can show, with cause and remedy."""

from app.commands.text import print_table
from engine.console import DONE, print_json
from engine.errors import ErrorCode, explained


def error_codes(word: str, as_json: bool) -> int:
    """Print the codes that begin with ``word``, or all. Words in braces are filled in when it happens."""
    found = [(code.value, *explained(code)) for code in ErrorCode if code.value.startswith(word)]
    if as_json:
        for code, cause, remedy in found:
            print_json({"code": code, "cause": cause, "remedy": remedy})
    elif found:
        print_table(found)
    return DONE
