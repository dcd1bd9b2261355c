"""Language of the window: English as written in the sources (plurals from a file), 简体中文 from a translation."""

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.options import Language
from app.paths import home, resource
from resources.build import compile_translation

log = logging.getLogger(__name__)
LANGUAGES: tuple[Language, ...] = ("en", "zh_CN")


def resolve(language: Language) -> Language:
    """The system's language, if it is one of ours; else English."""
    if language != "system":
        return language
    return "zh_CN" if QLocale.system().language() is QLocale.Language.Chinese else "en"


def locale_of(language: Language) -> QLocale:
    """How numbers and times are written."""
    if resolve(language) == "zh_CN":
        return QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)


class Translators:
    """The translators that are installed; Qt needs them kept alive."""

    def __init__(self) -> None:
        self._installed: list[QTranslator] = []

    def use(self, language: Language) -> None:
        """Change the language of everything that is built from now on."""
        app = QCoreApplication.instance()
        assert app is not None
        for translator in self._installed:
            app.removeTranslator(translator)
        self._installed = []
        name = resolve(language)
        own = compile_translation(resource(f"translations/uniad_{name}.ts"), home() / "translations")
        qt = f"{QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}/qtbase_{name}.qm"
        for path in (str(own) if own else "", qt):
            translator = QTranslator()
            if path and translator.load(path):
                app.installTranslator(translator)
                self._installed.append(translator)
        if own is None:
            log.warning("no translation for %s", name)
