"""LibreOffice settles tracked changes by its own means: a macro of a profile made for it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

WALL_SECONDS = 120
_MACRO = """Sub Settle(folder As String)
  On Error GoTo Ended
  Dim one As String, how As String
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim kept(0) As New com.sun.star.beans.PropertyValue
  kept(0).Name = "FilterName"
  kept(0).Value = "MS Word 2007 XML"
  Dim none()
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  one = Dir(folder &amp; "/*.docx", 0)
  Do While one &lt;&gt; ""
    how = IIf(Left(one, 6) = "accept", "AcceptAllTrackedChanges", "RejectAllTrackedChanges")
    document = StarDesktop.loadComponentFromURL(folder &amp; "/" &amp; one, "_blank", 0, hidden())
    helper.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; how, "", 0, none())
    document.storeToURL(folder &amp; "/out/" &amp; one, kept())
    document.close(True)
    one = Dir()
  Loop
  Ended:
  StarDesktop.terminate()
End Sub
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{macro}</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/></library:library>
"""
_FILES = {"Module1.xba": _MODULE.format(macro=_MACRO), "script.xlb": _LIBRARY}


def settled(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The files as Word files after all their changes were accepted, where the name begins with
    `accept`, or rejected. `folder` is an empty one to work in."""
    profile, work = folder / "profile", folder / "work"
    (work / "out").mkdir(parents=True)
    for name, content in files.items():
        (work / f"{name}.docx").write_bytes(content)
    _run(profile, "--terminate_after_init")  # which makes the profile
    library = profile / "user" / "basic" / "Standard"
    for name, text in _FILES.items():
        (library / name).write_text(text)
    _run(profile, f'macro:///Standard.Module1.Settle("{work.as_uri()}")')
    return {one.stem: one.read_bytes() for one in (work / "out").glob("*.docx")}


def _run(profile: Path, what: str) -> None:
    office = shutil.which("soffice")
    assert office
    settings = (f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore")
    with subprocess.Popen(
        [office, *settings, "--nologo", "--nolockcheck", what],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(WALL_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # the program is a script with a child
            raise
