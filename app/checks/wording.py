"""Words of master parts and checks."""

from PySide6.QtCore import QCoreApplication

from app.error_texts import full_text
from app.look import Look
from app.texts import verdict_word
from engine.masters.checks import CheckState, Reading
from engine.masters.rules import Due, MasterState, Standing
from engine.masters.sets import MasterKind

translate = QCoreApplication.translate


def due_words(due: tuple[Due, ...]) -> str:
    """Why a check is due, in one line."""
    words = {
        Due.NEVER: translate("Checks", "never checked"),
        Due.START: translate("Checks", "the station was started"),
        Due.SHIFT: translate("Checks", "a new shift"),
        Due.TIME: translate("Checks", "the time is over"),
        Due.CLOCK: translate("Checks", "the clock was set back"),
        Due.SET: translate("Checks", "another set of master parts"),
        Due.MODEL: translate("Checks", "another model"),
        Due.LIMITS: translate("Checks", "other limits"),
        Due.PROVIDER: translate("Checks", "another processor computes"),
        Due.SOURCE: translate("Checks", "other source settings"),
    }
    return translate("Checks", ", ", "between reasons").join(words[one] for one in due)


def kind_word(kind: MasterKind) -> str:
    """Good or bad."""
    return translate("Checks", "good") if kind is MasterKind.GOOD else translate("Checks", "bad")


def problem_words(problem: str) -> str:
    """Why a set proves nothing; what is not known here stays in the words of the engine."""
    return {
        "the set has no part": translate("Checks", "The set has no part yet. Take a good and a bad one."),
        "the set has no good part": translate("Checks", "The set has no good part yet."),
        "the set has no bad part": translate("Checks", "The set has no bad part yet."),
    }.get(problem, problem)


def state_title(state: MasterState | None) -> str:
    """The state of the master parts in a few words."""
    if state is None:
        return translate("Checks", "Nothing is known yet")
    if state.proof is not None and state.proof.standing is Standing.FAILED:
        return translate("Checks", "The last check failed")
    if state.due and state.problem:
        return translate("Checks", "The set proves nothing")
    if state.due:
        return translate("Checks", "A check is due")
    if state.proof is None:
        return translate("Checks", "Never checked")
    if state.proof.standing is Standing.RELEASED:
        return translate("Checks", "Released by an engineer")
    return translate("Checks", "Checked")


def state_text(state: MasterState | None, look: Look) -> str:
    """What that means, and what to do."""
    if state is None:
        return translate("Checks", "Open a product first.")
    lines = []
    if state.lock is not None:
        lines.append(translate("Checks", "Nothing passes until the master parts are judged right."))
    if state.problem:
        lines.append(problem_words(state.problem))
    if state.due:
        lines.append(translate("Checks", "Why: {reasons}.").format(reasons=due_words(state.due)))
    if state.due_in_min is not None:
        lines.append(translate("Checks", "The next check is due in {n} min.").format(n=state.due_in_min))
    proof = state.proof
    if proof is not None:
        by = translate("Checks", "Last: {time}, by {user}.")
        lines.append(
            by.format(
                time=look.moment(proof.local.timestamp()), user=proof.user or translate("Checks", "nobody signed in")
            )
        )
        if proof.why:
            lines.append(proof.why)
    return "\n".join(lines) or translate("Checks", "Present the parts whenever you like; the result is recorded.")


def reading_text(reading: Reading, look: Look) -> str:
    """One line of a check."""
    told = f"{reading.name}: {verdict_word(reading.verdict)}"
    if reading.score is not None:
        told += f" {look.score(reading.score)}"
    if reading.right:
        return told
    if reading.repeat:
        return translate("Checks", "{told}, not judged: present it again").format(told=told)
    return translate("Checks", "{told}, wrong: {why}").format(told=told, why=reading.why)


def outcome_title(check: CheckState) -> str:
    """How a check ended."""
    if check.outcome is Standing.PASSED:
        return translate("Checks", "All master parts were judged right")
    if check.outcome is Standing.FAILED:
        return translate("Checks", "Not all master parts were judged right")
    return translate("Checks", "The check was ended without a result")


def outcome_text(check: CheckState) -> str:
    """What follows from it."""
    if check.outcome is Standing.PASSED:
        return translate("Checks", "The check is in the records. Start the line.")
    if check.outcome is Standing.FAILED:
        return translate(
            "Checks",
            "Nothing passes. Look at lens, light and position and check again, or call an engineer.",
        )
    return check.why


def lock_line(state: MasterState) -> str:
    """Cause and remedy of a lock, for the strip above the picture."""
    if state.lock is None:
        text = translate("Checks", "The master parts are due in {n} min.")
        return text.format(n=state.due_in_min or 0)
    if state.due and not state.problem and (state.proof is None or state.proof.standing is not Standing.FAILED):
        text = translate("Checks", "Nothing passes: the master parts must be checked ({reasons}).")
        return text.format(reasons=due_words(state.due))
    return full_text(state.lock)
