"""The panel's own page in a headless Chromium (Qt WebEngine), in the fake Premiere.

Usage: python panel_page.py GIVEN RESULT OUT.json [OUT.png]. The page's `require` gives it the fake
host, files that are kept in the page, and the result as soon as the job is there.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu --no-sandbox"

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

HERE = Path(__file__).resolve().parent
PANEL = HERE.parents[2] / "resources" / "plugins" / "premiere"
SHIM = (HERE / "page_shim.js").read_text()


def main() -> None:
    given, result, out = (Path(name) for name in sys.argv[1:4])
    texts = {n: (PANEL / n).read_text() for n in ("job.js", "tracks.js", "actions.js")}
    texts["fake_premiere.js"] = (HERE / "fake_premiere.js").read_text()
    app = QApplication(sys.argv[:1])
    view = QWebEngineView()
    view.resize(280, 260)
    script = QWebEngineScript()
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
    script.setWorldId(QWebEngineScript.ScriptWorldId.MainWorld)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
    words = {"given": given.read_text(), "result": json.dumps(result.read_text())}
    script.setSourceCode(SHIM % {**words, "texts": json.dumps(texts)})
    view.page().scripts().insert(script)

    def look(text: str | None) -> None:
        if text and not json.loads(text)["busy"] and json.loads(text)["said"]:
            out.write_text(text)
            if len(sys.argv) > 4:
                view.grab().save(sys.argv[4])
            app.quit()
        else:
            QTimer.singleShot(50, lambda: view.page().runJavaScript("window.seen()", look))

    def loaded(fine: bool) -> None:
        assert fine
        view.page().runJavaScript("document.getElementById('timeline').click()")
        QTimer.singleShot(50, lambda: look(None))

    view.loadFinished.connect(loaded)
    view.load(QUrl.fromLocalFile(str(PANEL / "index.html")))
    view.show()
    QTimer.singleShot(100_000, lambda: app.exit(1))
    sys.exit(app.exec())


if __name__ == "__main__":
    main()
