"""Users: who may sign in, added and removed by an engineer."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.pages.parts import Confirm, MessageLine, PageParts, button
from app.users.pin_pad import PinEdit
from app.users.store import Person, Role
from engine.errors import InspectError


class People(QWidget):
    """One line for each user, and one for a new user. A PIN typed there can also replace the one of a user."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self.message, self.confirm = MessageLine(), Confirm()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.name, self.role, self.pin = QLineEdit(), QComboBox(), PinEdit()
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setAccessibleName(self.tr("Name of the new user"))
        self.pin.setPlaceholderText(self.tr("PIN"))
        self.pin.setAccessibleName(self.tr("PIN of the new user"))
        self.role.setAccessibleName(self.tr("Role of the new user"))
        for role, text in self._roles().items():
            self.role.addItem(text, role)
        self.add = button(self.tr("Add"), self._add)
        fresh = QHBoxLayout()
        fresh.setSpacing(8)
        for widget in (self.name, self.role, self.pin, self.add):
            fresh.addWidget(widget)
        fresh.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._lines)
        layout.addLayout(fresh)
        layout.addWidget(self.confirm)
        layout.addWidget(self.message)
        self.refresh()

    def refresh(self) -> None:
        """As the store says."""
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for person in self._parts.access.store.people:
            self._lines.addWidget(self._line(person))

    def _roles(self) -> dict[Role, str]:
        return {Role.OPERATOR: self.tr("Operator"), Role.ENGINEER: self.tr("Engineer")}

    def _line(self, person: Person) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        name, role = QLabel(person.name), QLabel(self._roles()[person.role])
        name.setFixedWidth(220)
        role.setObjectName("softText")
        role.setFixedWidth(120)
        change = button(self.tr("New PIN"), lambda: self._change(person), self.tr("The PIN typed below"))
        remove = button(self.tr("Remove…"), lambda: self._ask_remove(person))
        change.setAccessibleName(self.tr("New PIN for {name}").format(name=person.name))
        remove.setAccessibleName(self.tr("Remove {name}").format(name=person.name))
        for widget in (name, role, change, remove):
            layout.addWidget(widget)
        layout.addStretch(1)
        return line

    def _done(self, text: str) -> None:
        self.message.say(text)
        self.name.clear()
        self.refresh()

    def _refuse(self, error: InspectError) -> None:
        self.message.complain(error)

    def _take_pin(self) -> str:
        pin = self.pin.text()
        self.pin.clear()
        return pin

    def _add(self) -> None:
        if self._parts.allowed():
            name, role, pin = self.name.text(), Role(self.role.currentData()), self._take_pin()
            self._parts.access.add(name, role, pin, lambda _: self._done(self.tr("Added.")), self._refuse)

    def _change(self, person: Person) -> None:
        if self._parts.allowed():
            text = self.tr("{name} has a new PIN.").format(name=person.name)
            self._parts.access.change_pin(person.name, self._take_pin(), lambda _: self._done(text), self._refuse)

    def _ask_remove(self, person: Person) -> None:
        if not self._parts.allowed():
            return
        question = self.tr("Remove {name}? Records keep the name.").format(name=person.name)

        def remove() -> None:
            self._parts.access.remove(person.name, lambda _: self._done(self.tr("Removed.")), self._refuse)

        self.confirm.ask(question, self.tr("Remove"), remove)
