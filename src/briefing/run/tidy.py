"""Removes the folder for kernels' sockets when the run that made it has ended, killed or not.

Imported by the server that kernels are forked from, which ends by itself once its run is gone. Belongs here: nothing
else.
"""

import atexit
import os
import shutil

if folder := os.environ.pop("BRIEFING_SOCKETS", ""):
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
