"""How long a test waits for what happens before it says that it never will.

Far more than a second's work takes on the slowest machine beside other work: a test that passes
never waits so long, so nothing depends on how fast a machine is.
"""

from typing import Final

PATIENCE_S: Final = 120.0
PATIENCE_MS: Final = 120_000
PROGRAM_S: Final = 400.0  # for a program that is started and left to end
