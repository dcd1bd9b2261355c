"""``uniad-inspect keys`` and ``sign``: who vouches for bundles made here, and whose bundles are trusted."""

import getpass
from pathlib import Path

from app.commands.text import print_table
from engine.bundle import sign_bundle
from engine.console import DONE, print_json
from engine.errors import ErrorCode, UsageError
from engine.signing import fingerprint, station_keys


def make_key(as_json: bool) -> int:
    """Make the station's key if there is none, and show it."""
    station_keys().make()
    return show_key(as_json)


def show_key(as_json: bool) -> int:
    """The station's public key, to be trusted elsewhere. Raises UsageError if none was made yet."""
    keys = station_keys()
    public = keys.public()
    if public is None:
        raise UsageError(ErrorCode.NOT_FOUND, path=f"{keys.folder} (no key yet: uniad-inspect keys make)")
    if as_json:
        print_json({"public": public, "fingerprint": fingerprint(public), "folder": str(keys.folder)})
    else:
        print_table([("public key", public), ("fingerprint", fingerprint(public)), ("kept in", str(keys.folder))])
    return DONE


def trust_key(name: str, public: str, as_json: bool) -> int:
    """Trust a public key of somebody else."""
    added = station_keys().trust(name, public, _who())
    told = {"name": added.name, "fingerprint": fingerprint(added.public)}
    if as_json:
        print_json(told)
    else:
        print(f"trusted from now on: {added.name}, fingerprint {told['fingerprint']}")
    return DONE


def list_keys(as_json: bool) -> int:
    """The keys that are trusted, one a line."""
    found = [key.model_dump() | {"fingerprint": fingerprint(key.public)} for key in station_keys().trusted()]
    if as_json:
        print_json({"keys": found})
    elif found:
        print_table([(key["name"], key["fingerprint"], f"{key['utc']} {key['by']}") for key in found])
    else:
        print("no keys of others are trusted; this station trusts its own")
    return DONE


def remove_key(name: str, as_json: bool) -> int:
    """Trust a key no longer."""
    station_keys().remove(name)
    if as_json:
        print_json({"removed": name})
    else:
        print(f"no longer trusted: {name}")
    return DONE


def sign(path: Path, out: Path | None, as_json: bool) -> int:
    """Put the station's signature into a bundle, or into a copy of it. Raises InspectError."""
    signature = sign_bundle(path, station_keys(), out)
    if as_json:
        print_json({"bundle": str(out or path), "fingerprint": signature.fingerprint})
    else:
        print(f"{out or path}: signed by this station ({signature.fingerprint})")
    return DONE


def _who() -> str:
    """The account, for the list: a key is trusted by somebody."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
