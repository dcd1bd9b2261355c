"""The commands ``uniad-inspect keys …``: the station's key, and the keys of others that it trusts."""

from typing import Annotated

import typer

keys_cli = typer.Typer(
    name="keys",
    help="The station's key, and the keys of others that it trusts.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What this station calls the key.")]


@keys_cli.command("make")
def make(as_json: JsonOption = False) -> int:
    """Make the station's key, once; it signs what is trained here."""
    from app.commands.keys import make_key

    return make_key(as_json)


@keys_cli.command("show")
def show(as_json: JsonOption = False) -> int:
    """Print the station's public key and its fingerprint."""
    from app.commands.keys import show_key

    return show_key(as_json)


@keys_cli.command("trust")
def trust(
    name: NameArgument,
    public: Annotated[str, typer.Argument(metavar="KEY", help="Public key: 64 hexadecimal digits.")],
    as_json: JsonOption = False,
) -> int:
    """Trust bundles signed with this key; compare its fingerprint with its owner first."""
    from app.commands.keys import trust_key

    return trust_key(name, public, as_json)


@keys_cli.command("list")
def show_all(as_json: JsonOption = False) -> int:
    """List the keys of others that are trusted."""
    from app.commands.keys import list_keys

    return list_keys(as_json)


@keys_cli.command("remove")
def remove(name: NameArgument, as_json: JsonOption = False) -> int:
    """Trust a key no longer."""
    from app.commands.keys import remove_key

    return remove_key(name, as_json)
