"""``uniad-inspect support``: one file with what helps, and nothing secret."""

import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.support import without_secrets
from tests.support.commands import CommandLine

STATION = """format = 1
[[sources]]
name = "gate"
uri = "rtsp://operator:tulip-7@10.0.0.9/stream"
"""


def test_the_archive_is_written_without_secrets(inspect: CommandLine, tmp_path: Path) -> None:
    station, logs = tmp_path / "station.toml", tmp_path / "data" / "logs"
    station.write_text(STATION)
    logs.mkdir(parents=True)
    (logs / "station.log").write_text("opened rtsp://operator:tulip-7@10.0.0.9/stream\npassword = tulip-7\n")
    (tmp_path / "data" / "users.json").write_text('{"pin_hash": "$argon2id$tulip-7"}')
    done = inspect("support", "--out", tmp_path / "help.zip", "--station", station, "--json")
    assert done.code == 0
    assert done.lines[0]["file"] == str(tmp_path / "help.zip")
    with zipfile.ZipFile(tmp_path / "help.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(done.lines[0]["members"]) == set(texts)
    assert {"doctor.json", "versions.json", "events.json", "settings/station.toml", "logs/station.log"} <= set(texts)
    assert "10.0.0.9" in texts["settings/station.toml"]
    assert not any("tulip-7" in text for text in texts.values())


def test_a_place_that_cannot_be_written_is_told_in_one_line(inspect: CommandLine, tmp_path: Path) -> None:
    done = inspect("support", "--out", tmp_path / "nowhere" / "help.zip")
    assert done.code == 2
    assert len(done.errors) == 1


@given(
    st.from_regex(r"[a-z0-9]{6,12}", fullmatch=True), st.sampled_from(["rtsp", "http", "https", "postgresql+psycopg"])
)
def test_no_log_in_survives(secret: str, scheme: str) -> None:
    text = without_secrets(f'uri = "{scheme}://me:Q{secret}@host:80/x" token: Q{secret}, api_key="Q{secret}"')
    assert f"Q{secret}" not in text
    assert "host:80/x" in text
