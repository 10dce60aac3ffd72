"""`python -m qualitui`."""

import sys

from qualitui.cli import main

sys.exit(main())
