"""The application: who asked, and with which file.

The process is ours, so its numerics may be told how to work, before numpy is
imported. Products here are small: threads that wait for each other cost more
time than they save, many times more on a busy computer. Whoever has chosen a
number of threads keeps it.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
