"""What is said of a product and its bundle, as pairs of caption and value."""

from PySide6.QtCore import QCoreApplication, QDateTime, Qt

from app.look import Look
from engine.bundle import Manifest, ProductEntry
from engine.records.entries import LimitBody
from engine.shelf import Shelved
from engine.signing import Standing, Trust

translate = QCoreApplication.translate
Facts = tuple[tuple[str, str], ...]


def limit_facts(entry: ProductEntry, in_force: LimitBody | None, look: Look) -> Facts:
    """Limits in force, by whom and why, beside those proposed."""
    proposed, now = entry.limits, in_force.limits if in_force else None
    pair = translate("Products", "{now}   (proposed {proposed})")

    def line(value: float | None, offer: float | None) -> str:
        if now is None:
            return translate("Products", "proposed {proposed}").format(proposed=look.score(offer))
        return pair.format(now=look.score(value), proposed=look.score(offer))

    who = translate("Products", "None. Nothing passes until an engineer confirms the proposed limits.")
    if in_force is not None:
        who = f"{local_time(in_force.utc, look)}  {in_force.user}"
        who += f": {in_force.why}" if in_force.why else ""
    return (
        (translate("Products", "Reject limit"), line(now.reject if now else None, proposed.reject)),
        (translate("Products", "Review limit"), line(now.review if now else None, proposed.review)),
        (translate("Products", "Pixel limit"), line(now.pixel if now else None, proposed.pixel)),
        (translate("Products", "In force since"), who),
    )


def product_facts(entry: ProductEntry, look: Look) -> Facts:
    """Where the proposed limits come from."""
    calibration = entry.calibration
    rate = look.decimal(100 * calibration.rate, 1)
    bound = look.decimal(100 * calibration.bound, 1)
    chosen = translate("Products", "{rate} % of good parts").format(rate=rate)
    known = translate("Products", "at most {bound} % with 95 % confidence").format(bound=bound)
    if not calibration.demonstrable:
        known += translate("Products", "; the chosen rate is not demonstrable with so few parts")
    return (
        (translate("Products", "False rejects chosen"), chosen),
        (translate("Products", "False rejects known"), known),
        (translate("Products", "Good parts learned"), look.number(entry.n_train)),
        (translate("Products", "Good parts for the limits"), look.number(entry.n_calibration)),
        (translate("Products", "Fingerprint of the images"), entry.data_sha256[:16] + "…"),
    )


def bundle_facts(shelved: Shelved, manifest: Manifest, look: Look) -> Facts:
    """Model, size, date, parity, identity."""
    model = manifest.model
    size = translate("Products", "{width} × {height} px, {gflop} GFLOP")
    size = size.format(width=model.input_size[1], height=model.input_size[0], gflop=look.decimal(model.gflop, 1))
    parity = translate("Products", "score within {score} of the reject limit, on {n} real images")
    parity = parity.format(score=f"{manifest.parity.score_difference:.1e}", n=look.number(manifest.parity.images))
    verified = translate("Products", "{hash} (verified just now)").format(hash=in_groups(shelved.sha256))
    return (
        (translate("Products", "Trained"), local_time(manifest.created_utc, look)),
        (translate("Products", "Products of this model"), ", ".join(manifest.products)),
        (translate("Products", "Backbone"), f"{model.backbone} ({model.weights})"),
        (translate("Products", "Parameters trained"), look.number(model.trainable_parameters)),
        (translate("Products", "Input"), size),
        (translate("Products", "Agreement with training"), parity),
        (translate("Products", "File"), shelved.path.name),
        (translate("Products", "SHA-256"), verified),
        (translate("Products", "Signature"), trust_words(shelved.trust)),
    )


def trust_words(trust: Trust) -> str:
    """Who vouches for a bundle."""
    match trust.standing:
        case Standing.OWN:
            words = translate("Products", "Signed by this station ({fingerprint})")
        case Standing.TRUSTED:
            words = translate("Products", "Signed by {name} ({fingerprint})")
        case Standing.UNKNOWN:
            words = translate("Products", "Signed by an unknown key ({fingerprint})")
        case Standing.UNSIGNED:
            words = translate("Products", "Unsigned")
    return words.format(name=trust.name, fingerprint=trust.fingerprint)


def in_groups(digits: str) -> str:
    """A hash in groups, so that it can be compared by eye and broken into lines."""
    return " ".join(digits[start : start + 16] for start in range(0, len(digits), 16))


def local_time(utc: str, look: Look) -> str:
    """A time of the manifest on this computer's clock; as written if it cannot be read."""
    moment = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs)
    if not moment.isValid():
        return utc
    return look.moment(moment.toSecsSinceEpoch())
