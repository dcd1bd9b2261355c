"""What the doctor found, in the language of the window. A sentence that is not here stays as the engine says it."""

import re

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def name_word(name: str) -> str:
    """What was looked at."""
    return {
        "python": "Python",
        "onnxruntime": "ONNX Runtime",
        "cpu": "CPU",
        "cuda": "CUDA",
        "tensorrt": "TensorRT",
        "training": translate("Doctor", "Training"),
        "qt": "Qt",
        "display": translate("Doctor", "Display"),
        "cameras": translate("Doctor", "Cameras"),
        "disk": translate("Doctor", "Disk"),
        "sqlite": "SQLite",
    }.get(name, name)


def sentence(text: str) -> str:
    """A finding or an advice."""
    for pattern, words in (*_found().items(), *_advice().items()):
        if match := re.fullmatch(pattern, text):
            parts = {key: sentence(value) for key, value in match.groupdict().items()}
            return words.format(**parts)
    return text


def _found() -> dict[str, str]:
    return {
        r"usable": translate("Doctor", "usable"),
        r"usable on (?P<device>.+)": translate("Doctor", "usable on {device}"),
        r"not usable: (?P<why>.+)": translate("Doctor", "not usable: {why}"),
        r"no NVIDIA driver": translate("Doctor", "no NVIDIA driver"),
        r"the driver sees no GPU": translate("Doctor", "the driver sees no GPU"),
        r"not installed": translate("Doctor", "not installed"),
        r"not installed \((?P<names>.+)\)": translate("Doctor", "not installed ({names})"),
        r"installed, torch (?P<version>.+)": translate("Doctor", "installed, torch {version}"),
        r"none": translate("Doctor", "none"),
        r"none found": translate("Doctor", "none found"),
        r"two packages": translate("Doctor", "two packages"),
        r"not listed on this system": translate("Doctor", "not listed on this system"),
        r"no permission for (?P<names>.+)": translate("Doctor", "no permission for {names}"),
        r"(?P<free>[\d.]+) GB free": translate("Doctor", "{free} GB free"),
        r"(?P<version>.+) can lose records of two writers": translate(
            "Doctor", "{version} can lose records of two writers"
        ),
        r"(?P<version>.+), missing (?P<names>.+)": translate("Doctor", "{version}, missing {names}"),
        r"PySide6 is not installed": translate("Doctor", "PySide6 is not installed"),
    }


def _advice() -> dict[str, str]:
    return {
        r"use Python 3\.11, 3\.12 or 3\.13": translate("Doctor", "use Python 3.11, 3.12 or 3.13"),
        r"parts are judged on the CPU; for an NVIDIA GPU install its driver \(CUDA 13 or newer\)": translate(
            "Doctor", "parts are judged on the CPU; for an NVIDIA GPU install its driver (CUDA 13 or newer)"
        ),
        r"install a newer NVIDIA driver \(CUDA 13 or newer\)": translate(
            "Doctor", "install a newer NVIDIA driver (CUDA 13 or newer)"
        ),
        r"CUDA is enough; for TensorRT (?P<command>pip .+)": translate(
            "Doctor", "CUDA is enough; for TensorRT: {command}"
        ),
        r"(?P<command>pip install 'uniad-inspect\[cuda\]'), which brings cuBLAS and cuDNN": translate(
            "Doctor", "{command}, which brings cuBLAS and cuDNN"
        ),
        r"to train on this machine: (?P<command>.+)": translate("Doctor", "to train on this machine: {command}"),
        r"the window needs one; the commands run, show, doctor and bench do not": translate(
            "Doctor", "the window needs one; the commands run, show, doctor and bench do not"
        ),
        r"plug one in, or inspect a folder": translate("Doctor", "plug one in, or inspect a folder"),
        r"choose camera:0, camera:1, \.\.\. as the source": translate(
            "Doctor", "choose camera:0, camera:1, … as the source"
        ),
        r"join the group video": translate("Doctor", "join the group video"),
        r"free at least (?P<least>\d+) GB for records": translate("Doctor", "free at least {least} GB for records"),
        r"install onnxruntime-gpu again": translate("Doctor", "install onnxruntime-gpu again"),
    }
