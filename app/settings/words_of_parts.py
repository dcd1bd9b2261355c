"""Words of the keys, part by part."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate
Words = dict[str, tuple[str, str]]


def _t(title: str, text: str = "") -> tuple[str, str]:
    """Both are translated already."""
    return title, text


def station() -> Words:
    """Station, users, line, drift, log, training."""
    return _line() | {
        "station.name": _t(
            translate("Settings", "Name of the station"), translate("Settings", "Stands in every record.")
        ),
        "station.data": _t(
            translate("Settings", "Data folder"),
            translate("Settings", "Records, images, bundles and users; on a local disk, relative to the station file."),
        ),
        "station.shifts": _t(
            translate("Settings", "Shifts begin at"), translate("Settings", "Local times, for example 06:00, 14:00.")
        ),
        "station.board": _t(
            translate("Settings", "Folder of the dashboard"),
            translate("Settings", "Stations that share it see each other's lamps. Empty: this station alone."),
        ),
        "users.lock_after_min": _t(
            translate("Settings", "Sign out after minutes"),
            translate("Settings", "An engineer who touches nothing. 0: never."),
        ),
        "drift.enabled": _t(
            translate("Settings", "Watch for drift"), translate("Settings", "Passed parts against training.")
        ),
        "drift.hours": _t(translate("Settings", "Hours to look back")),
        "drift.warn": _t(translate("Settings", "Warn from"), translate("Settings", "Standard deviations of training.")),
        "log.level": _t(translate("Settings", "Least importance")),
        "log.max_mb": _t(translate("Settings", "Size of a file, MB")),
        "log.files": _t(translate("Settings", "Files kept")),
        "train.command": _t(
            translate("Settings", "Command of training"),
            translate("Settings", "Program and arguments, with commas. Empty: no training from here."),
        ),
    }


def _line() -> Words:
    return {
        "line.bundle": _t(
            translate("Settings", "Bundle"), translate("Settings", "Opened at the start. The Products page sets it.")
        ),
        "line.product": _t(
            translate("Settings", "Product"), translate("Settings", "Needed if the bundle has several.")
        ),
        "line.mode": _t(translate("Settings", "When a part is judged")),
        "line.deadline_ms": _t(
            translate("Settings", "Deadline, ms"),
            translate("Settings", "From trigger to verdict; what comes later is ERROR."),
        ),
        "line.waiting_parts": _t(
            translate("Settings", "Parts that may wait"), translate("Settings", "One more is an overrun, and ERROR.")
        ),
        "line.provider": _t(translate("Settings", "Computing on")),
        "line.threads": _t(translate("Settings", "Threads"), translate("Settings", "0: all cores.")),
        "line.gpu_memory_mb": _t(
            translate("Settings", "GPU memory at most, MB"), translate("Settings", "0: as much as it likes.")
        ),
        "line.on_gpu_loss": _t(translate("Settings", "When the GPU is lost")),
        "line.masters": _t(
            translate("Settings", "Folder of master parts"),
            translate("Settings", "They must pass before the CPU may stand in."),
        ),
        "line.cycle_ms": _t(
            translate("Settings", "Cycle time, ms"), translate("Settings", "The CPU must be faster to stand in.")
        ),
    }


def masters() -> Words:
    """When the master parts must be checked."""
    return {
        "masters.enabled": _t(
            translate("Settings", "Check master parts"),
            translate("Settings", "Known good and bad parts, presented live, must be judged right."),
        ),
        "masters.lock_when_due": _t(
            translate("Settings", "Nothing passes while a check is due"),
            translate("Settings", "After a failed check nothing passes in any case."),
        ),
        "masters.at_start": _t(translate("Settings", "When the station starts")),
        "masters.at_shift": _t(translate("Settings", "When a shift begins")),
        "masters.after_change": _t(
            translate("Settings", "After a change"),
            translate("Settings", "Of set, model, limits, computing or source settings."),
        ),
        "masters.every_hours": _t(
            translate("Settings", "Every so many hours"), translate("Settings", "0: never by time alone.")
        ),
        "masters.remind_min": _t(translate("Settings", "Remind people minutes before")),
    }


def reports() -> Words:
    """Reports that are written by themselves."""
    return {
        "reports.folder": _t(
            translate("Settings", "Folder of reports"),
            translate("Settings", "Written there by themselves, and caught up after a pause. Empty: none."),
        ),
        "reports.every": _t(translate("Settings", "One report")),
        "reports.language": _t(translate("Settings", "Language of the PDF")),
        "reports.pdf": _t(translate("Settings", "As PDF")),
        "reports.csv": _t(
            translate("Settings", "As CSV"), translate("Settings", "For spreadsheets and plant software.")
        ),
    }


def records() -> Words:
    """Records and retention."""
    return {
        "records.images": _t(translate("Settings", "Images stored")),
        "records.format": _t(
            translate("Settings", "Image format"), translate("Settings", "PNG keeps every bit; JPEG is smaller.")
        ),
        "records.jpeg_quality": _t(translate("Settings", "JPEG quality")),
        "records.audit_share": _t(
            translate("Settings", "Audit share"),
            translate("Settings", "Share of passed parts drawn at random for review, 0 to 1."),
        ),
        "records.low_disk_gb": _t(translate("Settings", "Warn below free GB")),
        "records.retention.max_age_days": _t(
            translate("Settings", "Delete images after days"),
            translate("Settings", "Empty: never by age. Rows are never deleted."),
        ),
        "records.retention.disk_share": _t(
            translate("Settings", "Disk may be full to"), translate("Settings", "0 to 1; beyond, the oldest images go.")
        ),
    }


def outputs() -> Words:
    """Outputs and triggers."""
    return {
        "outputs.log.enabled": _t(
            translate("Settings", "Log"), translate("Settings", "One line in the log for each part.")
        ),
        "outputs.tcp.enabled": _t(
            translate("Settings", "TCP results"), translate("Settings", "One JSON line for each part.")
        ),
        "outputs.tcp.host": _t(
            translate("Settings", "TCP address"), translate("Settings", "127.0.0.1: this computer only.")
        ),
        "outputs.tcp.port": _t(translate("Settings", "TCP port")),
        "outputs.tcp.heartbeat_s": _t(translate("Settings", "TCP heartbeat, s")),
        "outputs.modbus.enabled": _t(
            translate("Settings", "Modbus"), translate("Settings", "Handshake with a PLC, which is the client.")
        ),
        "outputs.modbus.host": _t(
            translate("Settings", "Modbus address"), translate("Settings", "127.0.0.1: this computer only.")
        ),
        "outputs.modbus.port": _t(translate("Settings", "Modbus port")),
        "outputs.modbus.unit": _t(translate("Settings", "Modbus unit")),
        "outputs.modbus.products": _t(
            translate("Settings", "Products by number"),
            translate("Settings", "For the PLC, for example Plate = 1, Washer = 2."),
        ),
        "triggers.tcp.enabled": _t(
            translate("Settings", "TCP triggers"), translate("Settings", "Lines like: trigger SERIAL.")
        ),
        "triggers.tcp.host": _t(
            translate("Settings", "TCP address"), translate("Settings", "127.0.0.1: this computer only.")
        ),
        "triggers.tcp.port": _t(translate("Settings", "TCP port")),
    }


def sources() -> Words:
    """A source, and the camera of a product."""
    return (
        _camera()
        | _watching()
        | {
            "sources.name": _t(translate("Settings", "Name")),
            "sources.uri": _t(
                translate("Settings", "Address"),
                translate("Settings", "A folder, watch:FOLDER, camera:0, rtsp://…, http://…, a video, genicam:SERIAL."),
            ),
            "sources.product": _t(translate("Settings", "Product"), translate("Settings", "Empty: that of the line.")),
            "sources.frames_per_part": _t(
                translate("Settings", "Frames for a part"), translate("Settings", "The worst decides.")
            ),
            "sources.hardware_trigger": _t(
                translate("Settings", "Hardware trigger"),
                translate("Settings", "Each frame is a part; a missing one is ERROR."),
            ),
            "sources.timeout_s": _t(
                translate("Settings", "Lost after, s"), translate("Settings", "Without a frame for so long.")
            ),
            "sources.open_timeout_s": _t(translate("Settings", "Time to open, s")),
            "sources.same_s": _t(
                translate("Settings", "Same picture for, s"),
                translate("Settings", "A compressed stream that repeats itself longer."),
            ),
            "sources.producer": _t(
                translate("Settings", "GenTL producer"), translate("Settings", "A .cti file, for GenICam cameras.")
            ),
            "sources.expected_size": _t(
                translate("Settings", "Expected size"),
                translate("Settings", "Pixels, for example 1920 × 1080. Another size is ERROR."),
            ),
        }
    )


def _watching() -> Words:
    return {
        "sources.after": _t(translate("Settings", "A judged file"), translate("Settings", "Of a watched folder.")),
        "sources.settle_s": _t(
            translate("Settings", "Settled after, s"), translate("Settings", "A file that no longer grows.")
        ),
        "sources.patience_s": _t(
            translate("Settings", "Patience, s"), translate("Settings", "With a file that keeps changing.")
        ),
        "sources.existing": _t(
            translate("Settings", "Files that are there already"), translate("Settings", "Are judged, too.")
        ),
        "sources.loop": _t(
            translate("Settings", "Begin again at the end"), translate("Settings", "A folder, to show something.")
        ),
    }


def _camera() -> Words:
    return {
        "products.camera.exposure_us": _t(
            translate("Settings", "Exposure, µs"), translate("Settings", "Empty: as it is.")
        ),
        "products.camera.gain": _t(translate("Settings", "Gain"), translate("Settings", "Empty: as it is.")),
        "products.camera.white_balance_k": _t(
            translate("Settings", "White balance, K"), translate("Settings", "Empty: as it is.")
        ),
        "products.camera.balance_red": _t(
            translate("Settings", "White balance, red"), translate("Settings", "A ratio, for GenICam cameras.")
        ),
        "products.camera.balance_blue": _t(
            translate("Settings", "White balance, blue"), translate("Settings", "A ratio, for GenICam cameras.")
        ),
        "products.camera.lock": _t(
            translate("Settings", "Automatic off"),
            translate("Settings", "Nothing changes by itself while the product is inspected."),
        ),
    }
