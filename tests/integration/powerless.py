"""Runs commands of `reperes` without any power over the rights of files, and prints what they said; no test in itself.

Root reads whatever it likes by what Linux calls capabilities. A process that gives them up is bound by the rights of
files as anybody else is; it still reads what root may (this program), unless nobody may.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout

VERSION_3 = 0x20080522
"""Of Linux' structures of capabilities (`capset(2)`): six words, none of which is set below."""


def _give_up_rights() -> None:
    if os.geteuid() == 0:
        if sys.platform != "linux":
            sys.exit(os.EX_NOPERM)
        header, none = (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)()
        if ctypes.CDLL(None, use_errno=True).capset(header, none):
            print(os.strerror(ctypes.get_errno()), file=sys.stderr)
            sys.exit(os.EX_NOPERM)


def _run(arguments: list[str]) -> tuple[int, str, str]:
    from ui.cli.app import main

    out, err, code = io.StringIO(), io.StringIO(), 0
    sys.argv = ["reperes", *arguments]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, out.getvalue(), err.getvalue()


if __name__ == "__main__":
    _give_up_rights()
    print(json.dumps([_run(each) for each in json.loads(sys.argv[1])]))
