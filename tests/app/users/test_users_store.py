"""Users and PINs: what is let in, what has to wait, and what a damaged file does."""

import json
from pathlib import Path

import pytest

from app.users.store import FILE, FREE_TRIES, Person, Role, UserStore, check_pin
from engine.errors import ErrorCode, UserError

PIN, OTHER = "2580", "907314"


class Clock:
    """A wall clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def code_of(error: pytest.ExceptionInfo[UserError]) -> ErrorCode:
    return error.value.code


def test_the_first_engineer_sets_the_pin_and_only_once(tmp_path: Path) -> None:
    store = UserStore(tmp_path)
    assert not store.has_engineer
    assert store.add(" Ada ", Role.ENGINEER, PIN, first=True) == Person("Ada", Role.ENGINEER)
    again = UserStore(tmp_path)
    assert again.check("Ada", PIN) == Person("Ada", Role.ENGINEER)
    with pytest.raises(UserError) as error:
        again.add("Eve", Role.ENGINEER, OTHER, first=True)
    assert code_of(error) is ErrorCode.ENGINEER_NEEDED
    assert PIN not in (tmp_path / FILE).read_text()


def test_wrong_pins_wait_longer_and_longer_also_after_a_restart(tmp_path: Path) -> None:
    clock = Clock()
    store = UserStore(tmp_path, clock)
    store.add("Ada", Role.ENGINEER, PIN, first=True)
    waits = []
    for _ in range(FREE_TRIES + 2):
        store = UserStore(tmp_path, clock)  # a restart forgets nothing
        with pytest.raises(UserError) as error:
            store.check("Ada", OTHER)
        assert code_of(error) is ErrorCode.PIN_WRONG
        waits.append(store.wait_s())
        with_wait = UserStore(tmp_path, clock)
        if with_wait.wait_s() > 0:
            with pytest.raises(UserError) as error:
                with_wait.check("Ada", PIN)
            assert code_of(error) is ErrorCode.PIN_WAIT
        clock.now += store.wait_s() + 0.1
    assert waits == [0, 0, 2, 4, 8]
    assert UserStore(tmp_path, clock).check("Ada", PIN).name == "Ada"
    assert UserStore(tmp_path, clock).wait_s() == 0


def test_setting_the_clock_back_or_forward_shortens_no_wait_of_this_run(tmp_path: Path) -> None:
    clock = Clock()
    store = UserStore(tmp_path, clock)
    store.add("Ada", Role.ENGINEER, PIN, first=True)
    for _ in range(FREE_TRIES):
        with pytest.raises(UserError):
            store.check("Ada", OTHER)
    clock.now += 86_400
    assert store.wait_s() > 1
    clock.now -= 2 * 86_400
    assert UserStore(tmp_path, clock).wait_s() == 2


@pytest.mark.parametrize("content", ["", "{", '{"users": 3}', '{"users": [], "more": 1}', "[]"])
def test_a_damaged_file_lets_nobody_in_and_makes_nobody_first(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    store = UserStore(tmp_path)
    assert store.has_engineer
    assert store.damage is not None
    for attempt in (
        lambda: store.check("Ada", PIN),
        lambda: store.add("Ada", Role.ENGINEER, PIN, first=True),
        lambda: store.remove("Ada"),
    ):
        with pytest.raises(UserError) as error:
            attempt()
        assert code_of(error) is ErrorCode.USERS_DAMAGED
    assert (tmp_path / FILE).read_text() == content


def test_users_come_and_go_but_the_last_engineer_stays(tmp_path: Path) -> None:
    store = UserStore(tmp_path)
    store.add("Ada", Role.ENGINEER, PIN, first=True)
    store.add("Bo", Role.OPERATOR, OTHER)
    assert [person.name for person in store.people] == ["Ada", "Bo"]
    for name in ("ada", "", "x" * 41):
        with pytest.raises(UserError) as error:
            store.add(name, Role.OPERATOR, OTHER)
        assert code_of(error) is ErrorCode.USER_NAME
    store.change_pin("Bo", PIN)
    assert store.check("Bo", PIN).role is Role.OPERATOR
    with pytest.raises(UserError) as error:
        store.remove("Ada")
    assert code_of(error) is ErrorCode.LAST_ENGINEER
    store.remove("Bo")
    assert [user["name"] for user in json.loads((tmp_path / FILE).read_text())["users"]] == ["Ada"]


@pytest.mark.parametrize("pin", ["", "123", "1234", "4321", "0000", "abcd", "12a4", "1234567890123", "１２５７"])
def test_poor_pins_are_refused(pin: str) -> None:
    with pytest.raises(UserError):
        check_pin(pin)
