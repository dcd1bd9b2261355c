"""Failures of images, sources, bundles, providers, judging and settings."""

from PySide6.QtCore import QCoreApplication

from engine.errors import ErrorCode as Code

translate = QCoreApplication.translate
Texts = dict[Code, tuple[str, str]]


def texts() -> Texts:
    """Cause and remedy by code."""
    return _general() | _images() | _sources() | _quality() | _bundles() | _graphs() | _judging()


def _general() -> Texts:
    return {
        Code.INTERNAL: (
            translate("Errors", "Internal error in {where}: {why}"),
            translate("Errors", "Please send the log file to support."),
        ),
        Code.PROGRAM_CRASHED: (
            translate("Errors", "The program that began at {begun} ended by itself ({why})"),
            translate("Errors", "What it had stored is there. Send the support archive if it comes again."),
        ),
        Code.USAGE: (translate("Errors", "{what}"), translate("Errors", "See {command} --help.")),
        Code.NOT_FOUND: (translate("Errors", "Not found: {path}"), translate("Errors", "Check the path.")),
        Code.NOT_WRITABLE: (
            translate("Errors", "Cannot write {path}: {why}"),
            translate("Errors", "Choose a folder you may write to."),
        ),
        Code.DISK_FULL: (
            translate("Errors", "No space left for {path} ({free_mb} MB free)"),
            translate("Errors", "Free some disk space. Nothing was lost."),
        ),
        Code.NO_DISPLAY: (
            translate("Errors", "There is no display for the window"),
            translate("Errors", "Use --shots DIR --quit-after SECONDS."),
        ),
        Code.SETTINGS_INVALID: (
            translate("Errors", "{path}: {why}"),
            translate("Errors", "Correct the key and start again."),
        ),
        Code.SETTINGS_LAST_GOOD: (
            translate("Errors", "{path} cannot be used ({why})"),
            translate("Errors", "The last good settings hold. Save them again on page Settings."),
        ),
    }


def _images() -> Texts:
    return {
        Code.IMAGE_FORMAT: (
            translate("Errors", "Not an image this program reads: {path}"),
            translate("Errors", "Use PNG, JPEG, BMP or TIFF."),
        ),
        Code.IMAGE_DAMAGED: (
            translate("Errors", "Image is cut or damaged: {path} ({why})"),
            translate("Errors", "Save or copy it again."),
        ),
        Code.IMAGE_TOO_LARGE: (
            translate("Errors", "Image is too large: {path} has {megapixels} megapixels, at most {limit}"),
            translate("Errors", "Scale it down."),
        ),
        Code.IMAGE_UNREADABLE: (
            translate("Errors", "Cannot read {path}: {why}"),
            translate("Errors", "Check the file and its permissions."),
        ),
        Code.IMAGE_CHANGING: (
            translate("Errors", "Image is still being written: {path}"),
            translate("Errors", "Wait until the copy has finished."),
        ),
        Code.IMAGE_DEPTH: (
            translate("Errors", "Pixel type {dtype} of {path} is not supported"),
            translate("Errors", "Use 8 or 16 bits per channel."),
        ),
        Code.SOURCE_EMPTY: (
            translate("Errors", "No images in {path} ({skipped} other files skipped)"),
            translate("Errors", "Put PNG, JPEG, BMP or TIFF files there."),
        ),
    }


def _sources() -> Texts:
    return {
        Code.SOURCE_UNKNOWN: (
            translate("Errors", "Cannot open source {source}"),
            translate("Errors", "Give a folder or an image file."),
        ),
        Code.SOURCE_SUPPORT: (
            translate("Errors", "Source {source} cannot be used: {why}"),
            translate("Errors", "Choose another source."),
        ),
        Code.SOURCE_LOST: (
            translate("Errors", "Source {source} is lost: {why}"),
            translate("Errors", "It is looked for again by itself. Check cable and power."),
        ),
        Code.SOURCE_HANGS: (
            translate("Errors", "Source {source} gave nothing for {seconds} s"),
            translate("Errors", "Its capture was restarted. Check the source."),
        ),
        Code.SOURCE_CRASHES: (
            translate("Errors", "The capture of {source} died or hung {count} times within {seconds} s ({why})"),
            translate("Errors", "Inspection has stopped. Check the camera and its driver, then start again."),
        ),
        Code.SOURCE_FROZEN: (
            translate("Errors", "Source {source} repeats the same picture ({why})"),
            translate("Errors", "Check the camera."),
        ),
        Code.SOURCE_DROPPED: (
            translate("Errors", "{count} frames of {source} were lost on the way"),
            translate("Errors", "The part is not judged."),
        ),
        Code.SOURCE_SIZE: (
            translate("Errors", "Frame of {source} is {found}, expected {expected}"),
            translate("Errors", "Check the settings of the camera."),
        ),
        Code.FRAME_CUT: (
            translate("Errors", "Frame of {source} is not whole ({why})"),
            translate("Errors", "The part is not judged."),
        ),
    }


def _quality() -> Texts:
    return {
        Code.PART_ABSENT: (
            translate("Errors", "No part like the reference on {path} (agreement {value}, at least {limit})"),
            translate("Errors", "Check that it is there and lies right."),
        ),
        Code.PART_OUTSIDE: (
            translate("Errors", "The part on {path} lies beside the image ({percent} % of what is judged)"),
            translate("Errors", "Check the position of the part."),
        ),
        Code.QUALITY_BLURRED: (
            translate("Errors", "{path} is out of focus (sharpness {value}, at least {limit})"),
            translate("Errors", "Check the lens."),
        ),
        Code.QUALITY_DARK: (
            translate("Errors", "{path} is too dark (brightness {value}, at least {limit})"),
            translate("Errors", "Check light and exposure."),
        ),
        Code.QUALITY_BRIGHT: (
            translate("Errors", "{path} is overexposed (brightness {value}, at most {limit})"),
            translate("Errors", "Check the exposure."),
        ),
        Code.QUALITY_FLAT: (
            translate("Errors", "{path} shows no part (contrast {value}, at least {limit})"),
            translate("Errors", "Check light and lens."),
        ),
    }


def _bundles() -> Texts:
    return {
        Code.BUNDLE_DAMAGED: (
            translate("Errors", "Bundle is damaged: {path} ({why})"),
            translate("Errors", "Copy or export it again. The product in use stays."),
        ),
        Code.BUNDLE_HASH: (
            translate("Errors", "Bundle was altered: {path} (checksum of {part} differs)"),
            translate("Errors", "Copy or export it again. The product in use stays."),
        ),
        Code.BUNDLE_MANIFEST: (
            translate("Errors", "Manifest of {path} is not valid: {why}"),
            translate("Errors", "Export the bundle again."),
        ),
        Code.BUNDLE_FORMAT: (
            translate("Errors", "Bundle {path} has format {found}, this program reads {known}"),
            translate("Errors", "Update the program."),
        ),
        Code.BUNDLE_TOO_LARGE: (
            translate("Errors", "Bundle {path} would unpack to more than {limit_mb} MB"),
            translate("Errors", "It is not opened. Export it again."),
        ),
        Code.PRODUCT_UNKNOWN: (
            translate("Errors", "Product {name} is not in the bundle"),
            translate("Errors", "It has {known}."),
        ),
        Code.PRODUCT_CHOICE: (
            translate("Errors", "The bundle has several products ({known})"),
            translate("Errors", "Choose one."),
        ),
        Code.PRODUCT_NAME: (
            translate("Errors", "Product name {name} cannot be used: {why}"),
            translate("Errors", "Choose another name."),
        ),
    }


def _graphs() -> Texts:
    return {
        Code.BUNDLE_GRAPH: (
            translate("Errors", "Graph in {path} does not fit its manifest: {why}"),
            translate("Errors", "Export the bundle again."),
        ),
        Code.EXPECTED_MISSING: (
            translate("Errors", "Bundle {path} cannot show the expected look"),
            translate("Errors", "Train it with --expected-look."),
        ),
        Code.PROVIDER_UNAVAILABLE: (
            translate("Errors", "{provider} cannot be used: {why}"),
            translate("Errors", "See page Diagnostics, or run uniad-inspect doctor."),
        ),
        Code.PACKAGES_CONFLICT: (
            translate("Errors", "Both onnxruntime and onnxruntime-gpu are installed"),
            translate("Errors", "Uninstall both, then install onnxruntime-gpu again."),
        ),
    }


def _judging() -> Texts:
    return {
        Code.JUDGE_NOT_FINITE: (
            translate("Errors", "The map of {source} has values that are not finite"),
            translate("Errors", "The part is not judged."),
        ),
        Code.JUDGE_FAILED: (
            translate("Errors", "Judging {source} failed: {why}"),
            translate("Errors", "The part is not judged."),
        ),
        Code.JUDGE_LATE: (
            translate("Errors", "{source} was judged after its deadline of {deadline_ms} ms"),
            translate("Errors", "The part is not judged."),
        ),
        Code.PRODUCT_MISMATCH: (
            translate("Errors", "{source} looks like {found}, not like {product}"),
            translate("Errors", "Check the chosen product. The part is not judged."),
        ),
    }
