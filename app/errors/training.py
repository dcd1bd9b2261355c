"""Failures of training and export."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode as Code

translate = QCoreApplication.translate
Texts = dict[Code, tuple[str, str]]


def texts() -> Texts:
    """Cause and remedy by code."""
    return _data() | _beginning() | _running() | _hardware() | _model() | _export()


def _data() -> Texts:
    return {
        Code.TRAIN_NO_IMAGES: (
            translate("Errors", "No good images in {path} ({skipped} skipped)"),
            translate("Errors", "Put images of good parts there."),
        ),
        Code.TRAIN_TOO_FEW: (
            translate("Errors", "{path} has {n} usable good images, at least {least} are needed"),
            translate("Errors", "Add images."),
        ),
        Code.TRAIN_IDENTICAL: (
            translate("Errors", "All {n} images of {path} are the same"),
            translate("Errors", "Add images of different parts."),
        ),
        Code.TRAIN_IMAGE_CHANGED: (
            translate("Errors", "{path} changed or vanished during training"),
            translate("Errors", "Restore it and resume."),
        ),
        Code.TRAIN_VANISHED: (
            translate("Errors", "{gone} of {n} images in {path} vanished while they were read"),
            translate("Errors", "Is the drive still there? Connect it and begin again."),
        ),
        Code.TRAIN_SCAN: (
            translate("Errors", "The images cannot be used: {why}"),
            translate("Errors", "Correct that and look again."),
        ),
        Code.ADD_NO_PICTURES: (
            translate("Errors", "Bundle {path} keeps no pictures of {product}"),
            translate("Errors", "Give the folder of that product too."),
        ),
    }


def _beginning() -> Texts:
    return {
        Code.TRAIN_BUSY: (
            translate("Errors", "A training is under way in {path}"),
            translate("Errors", "Wait for its end, or end it."),
        ),
        Code.TRAIN_DISK: (
            translate("Errors", "{free_mb} MB are free in {path}, a training needs {least_mb} MB"),
            translate("Errors", "Free some disk space."),
        ),
        Code.TRAIN_NOTHING: (
            translate("Errors", "{path} has nothing learned yet that could be used"),
            translate("Errors", "Resume it."),
        ),
    }


def _running() -> Texts:
    return {
        Code.TRAIN_INTERRUPTED: (
            translate("Errors", "Training was stopped at step {step}"),
            translate("Errors", "Resume it: nothing is lost."),
        ),
        Code.TRAIN_DIVERGED: (
            translate("Errors", "Training diverged at step {step} (loss {loss})"),
            translate("Errors", "Lower the learning rate."),
        ),
        Code.TRAIN_MISSING: (
            translate("Errors", "The training packages are not installed ({why})"),
            translate("Errors", "Run: pip install 'uniad-inspect[train]'"),
        ),
        Code.TRAIN_FAILED: (
            translate("Errors", "Training ended without a bundle: {why}"),
            translate("Errors", "Correct that and train again."),
        ),
        Code.DEMO_MISSING: (
            translate("Errors", "The demo's images are not installed"),
            translate("Errors", "Run: pip install 'uniad-inspect[demo]'"),
        ),
        Code.RUN_INVALID: (
            translate("Errors", "{path} is not a training run that can be used: {why}"),
            translate("Errors", "Choose another folder."),
        ),
        Code.CHECKPOINT_INVALID: (
            translate("Errors", "Checkpoint {path} cannot be used: {why}"),
            translate("Errors", "Choose another one, or train anew."),
        ),
    }


def _hardware() -> Texts:
    return {
        Code.DEVICE: (
            translate("Errors", "Device {device} cannot be used: {why}"),
            translate("Errors", "Use the processor instead (--device cpu)."),
        ),
        Code.TRAIN_MEMORY: (
            translate("Errors", "Memory ran out in training ({why})"),
            translate("Errors", "Close other programs and resume it, or train with a smaller batch or input."),
        ),
        Code.TRAIN_DEVICE: (
            translate("Errors", "The device failed in training ({why})"),
            translate("Errors", "See page Diagnostics, then resume it: nothing is lost."),
        ),
    }


def _model() -> Texts:
    return {
        Code.BACKBONE_UNKNOWN: (
            translate("Errors", "Unknown backbone {name}"),
            translate("Errors", "Known are for example {close}."),
        ),
        Code.BACKBONE_LEVELS: (
            translate("Errors", "Backbone {name} cannot give levels {levels}: {why}"),
            translate("Errors", "Choose others."),
        ),
        Code.WEIGHTS_MISSING: (
            translate("Errors", "No weights for backbone {name}"),
            translate("Errors", "Give a file, install its package ({package}), or allow the download."),
        ),
        Code.WEIGHTS_MISMATCH: (
            translate("Errors", "Weights {path} do not fit backbone {name}: {why}"),
            translate("Errors", "Give the right file."),
        ),
        Code.INPUT_SIZE: (
            translate("Errors", "Input size {size} is not a multiple of the stride {stride}"),
            translate("Errors", "Choose for example {close}."),
        ),
        Code.MASK_TOO_LARGE: (
            translate("Errors", "Neighbour mask {mask} hides every token of a {grid} grid"),
            translate("Errors", "Use a smaller mask or a larger input."),
        ),
    }


def _export() -> Texts:
    return {
        Code.PARITY: (
            translate("Errors", "The exported graph differs from training: {why}"),
            translate("Errors", "The bundle was not written."),
        ),
    }
