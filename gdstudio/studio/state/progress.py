"""What the training worker hands to the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from numpy.typing import NDArray

from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.moment import Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.snapshot import Snapshot
from gdstudio.pictures.mosaic import Tiles


class RunState(Enum):
    """What a run is doing."""

    PAUSED = "paused"
    RUNNING = "running"
    COMPLETE = "complete"


class StepKind(Enum):
    """How far one press of Step goes."""

    EXAMPLE = "example"
    BATCH = "batch"
    EPOCH = "epoch"


class Order(Enum):
    """What a run is told, beside to step."""

    RUN = "run"
    PAUSE = "pause"
    STEP_BACK = "step back"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a run is told; of all of them the last wins, but steps add up.

    Attributes:
        number: Rises with each command, over all runs of a window.
        order: What to do.
    """

    number: int
    order: Order | StepKind


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationPoint:
    """Cost and accuracy of the network at one step.

    Attributes:
        step: Updates done.
        examples: Training examples seen.
        seconds: Time spent training.
        train: On training examples (at most `evaluator.EVALUATION_SIZE` of them).
        test: On all test digits.
        moment: The run at this step.
    """

    step: int
    examples: int
    seconds: float
    train: Evaluation
    test: Evaluation
    moment: Moment | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """The state of a run, with everything that happened since the last one.

    Attributes:
        run_id: The run this belongs to.
        state: What the run is doing.
        snapshot: The network now.
        costs: Mini-batch costs of the updates since the last message, ending at `snapshot.step`;
            shape (k,), float64, read-only.
        evaluations: The evaluations since the last message.
        examples_per_second: Training speed over the last second or so; 0 while paused.
        seconds: Time spent training, pauses left out.
        values: First-layer quantity shown, shape (tiles, weights of a tile), read-only.
        tiles: The same as pictures.
        command: Number of the last command obeyed when this was made; what it says of the state is
            out of date for whoever has given another since.
        moments: Where the run has been since the last message: at the steps of `Dues`, which do not
            depend on when messages come, where it has rested and where its rate was changed.
        optimizer: What it takes to know the update after `snapshot.step`; without arrays where the
            optimiser remembers too much to be copied for each message.
        rewound: Whether the run was taken back to `snapshot.step`: what came after did not happen.
    """

    run_id: int
    state: RunState
    snapshot: Snapshot
    costs: NDArray[Any]
    evaluations: tuple[EvaluationPoint, ...]
    examples_per_second: float
    seconds: float
    values: NDArray[Any]
    tiles: Tiles
    optimizer: OptimizerState
    command: int = 0
    moments: tuple[Moment, ...] = ()
    rewound: bool = False
