"""One thread a worker for the libraries that calculate: a second one waits more than it works.

Set here, before any of them is imported; whoever wants more sets the variable.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
