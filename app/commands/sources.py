"""``uniad-inspect sources``: cameras that can be named."""

from app.commands.text import print_table
from engine.console import DONE, note, print_json
from engine.sources.finding import find_sources


def sources(producer: str, as_json: bool) -> int:
    """Print what was found; nothing found is no error."""
    found = find_sources(producer)
    if as_json:
        listed = [{"uri": source.uri, "name": source.name} for source in found.sources]
        print_json({"sources": listed, "problems": list(found.problems)})
        return DONE
    print_table([(source.uri, source.name) for source in found.sources] or [("no cameras found", "")])
    for problem in found.problems:
        note(problem)
    return DONE
