"""Title and help of every key of the station file. A test finds a key without words."""

from PySide6.QtCore import QCoreApplication

from app.settings import words_of_parts

translate = QCoreApplication.translate
Words = dict[str, tuple[str, str]]


def section_titles() -> dict[str, str]:
    """Names of the sections."""
    return {
        "window": translate("Settings", "Window"),
        "users": translate("Settings", "Users"),
        "station": translate("Settings", "Station and data"),
        "sources": translate("Settings", "Sources"),
        "line": translate("Settings", "Line"),
        "records": translate("Settings", "Records"),
        "outputs": translate("Settings", "Outputs"),
        "triggers": translate("Settings", "Triggers"),
        "drift": translate("Settings", "Drift"),
        "masters": translate("Settings", "Master parts"),
        "reports": translate("Settings", "Reports"),
        "log": translate("Settings", "Log"),
        "products": translate("Settings", "Cameras of products"),
        "train": translate("Settings", "Training"),
    }


def choice_words() -> dict[str, str]:
    """Values to choose from, by key and value; those not here are shown as they are."""
    return {
        "line.mode=free": translate("Settings", "free: the newest frame, again and again"),
        "line.mode=every": translate("Settings", "every frame"),
        "line.mode=triggered": translate("Settings", "at a trigger"),
        "line.provider=auto": translate("Settings", "the best there is"),
        "line.provider=tensorrt": "TensorRT",
        "line.provider=cuda": "CUDA",
        "line.provider=cpu": "CPU",
        "line.on_gpu_loss=stop": translate("Settings", "stop"),
        "line.on_gpu_loss=cpu": translate("Settings", "go on with the CPU if it is fast enough"),
        "records.images=all": translate("Settings", "all"),
        "records.images=flagged": translate("Settings", "flagged parts and the audit share"),
        "reports.every=shift": translate("Settings", "after each shift"),
        "reports.every=day": translate("Settings", "after each day"),
        "reports.language=en": "English",
        "reports.language=zh_CN": "简体中文",
        "reports.language=system": translate("Settings", "the system's"),
        "sources.after=leave": translate("Settings", "leave it"),
        "sources.after=move": translate("Settings", "move it"),
        "sources.after=mark": translate("Settings", "mark it"),
    }


def field_words() -> Words:
    """Title and help by key."""
    return (
        words_of_parts.station()
        | words_of_parts.records()
        | words_of_parts.outputs()
        | words_of_parts.sources()
        | words_of_parts.masters()
        | words_of_parts.reports()
    )
