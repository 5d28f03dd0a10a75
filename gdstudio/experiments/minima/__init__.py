"""Many networks from different starts: are all minima equally good? (Choromanska et al. 2015)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from gdstudio.data.digits import DataSet
from gdstudio.experiments.experiment import Experiment, Pace, Reference, Result, Update
from gdstudio.experiments.minima.block import (
    INITIALIZATION,
    SCHEDULE,
    Block,
    blocks_of,
    train_block,
)
from gdstudio.experiments.minima.charts import minima_charts
from gdstudio.experiments.minima.findings import minima_findings, minima_tables, width_facts
from gdstudio.experiments.minima.paths import small_inputs, straight_path
from gdstudio.experiments.minima.results import MinimaResults, Networks, StraightPath, chosen_pairs
from gdstudio.experiments.sent_pictures import first_digits
from gdstudio.experiments.workshop import Pieces, Workshop
from gdstudio.learning.recipe import Recipe
from gdstudio.settings.settings import SeededSettings, setting
from gdstudio.texts import Text

_TRAINED: Final = 0.95  # share of the work
_ASKED: Final = 2000  # training digits on the paths


@dataclass(frozen=True, kw_only=True)
class MinimaSettings(SeededSettings):
    """How many networks of which widths, and how they learn."""

    networks: int = setting(
        60, Text("Networks of each width"), "whole", 1, 10_000,
        help=Text("Each from its own start."),
    )  # fmt: skip
    widths: tuple[int, ...] = setting(
        (25, 50, 100, 250, 500), Text("Hidden neurons"), "wholes", 1, 4096,
        help=Text("Widths of the one hidden layer."),
    )  # fmt: skip
    examples: int = setting(
        10_000, Text("Training digits"), "whole", 10, 10_000_000,
        help=Text("The first so many are learned."),
    )  # fmt: skip
    epochs: int = setting(20, Text("Epochs"), "whole", 1, 10_000, help=Text("Passes over them."))
    batch_size: int = setting(
        20, Text("Mini-batch"), "whole", 1, 10_000, help=Text("Digits of one update.")
    )
    learning_rate: float = setting(
        0.5, Text("Learning rate"), "real", 1e-6, 100,
        help=Text("At the start; it falls to 0 as a cosine does."),
    )  # fmt: skip
    pairs: int = setting(
        10, Text("Pairs of each width"), "whole", 0, 1000,
        help=Text("Between which the way is measured."),
    )  # fmt: skip

    def recipe(self, width: int) -> Recipe:
        """Return the recipe of the networks of a width, for those who train one alone."""
        return Recipe(
            hidden=(width,),
            activation="relu",
            output_activation="softmax",
            cost="cross-entropy",
            initialization=INITIALIZATION,
            learning_rate=self.learning_rate,
            schedule=SCHEDULE,
            batch_size=self.batch_size,
            epochs=self.epochs,
            train_size=self.examples,
            seed=self.seed,
        )


def run_minima(
    settings: MinimaSettings, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Result]:
    """Train all networks, block by block; then walk between some of them."""
    blocks = minima_blocks(settings, data)
    train = data.train.take(slice(0, settings.examples))
    inputs = small_inputs(train)
    shared = (inputs, train.labels, small_inputs(data.test), data.test.labels)
    results, pace = MinimaResults(), Pace()
    stages = workshop.finish(
        train_block,
        blocks,
        shared,
        effort=attrgetter("effort"),
        is_usable=Block.accepts,
    )
    trained = _TRAINED if settings.pairs else 1.0
    charts = None
    for stage in stages:
        if stage.item is not None and stage.piece is not None:
            results.pieces[stage.item] = stage.piece
            charts = minima_charts(results)
        n = sum(block.count for block in results.pieces)
        note = Text("{0:,} of {1:,} networks", n, settings.networks * len(set(settings.widths)))
        if charts is not None or pace.is_due:
            yield Update(trained * stage.share, note, charts)
            charts = None
    pairs = chosen_pairs(results.networks(), settings.pairs)
    asked = inputs[:_ASKED], train.labels[:_ASKED]
    for k, (networks, a, b) in enumerate(pairs):
        path = straight_path(networks.network(a), networks.network(b), *asked)
        results.paths.append(StraightPath(networks.width, a, b, path))
        share = trained + (1 - trained) * (k + 1) / len(pairs)
        yield Update(share, Text("way {0} of {1} between networks", k + 1, len(pairs)))
    return Result(
        minima_charts(results),
        minima_findings(results, data.train),
        minima_tables(results),
        {
            "trained_networks": sum(block.count for block in results.pieces),
            "updates_of_each": settings.epochs * -(-settings.examples // settings.batch_size),
            "recipe": settings.recipe(min(settings.widths)).to_dict(),
            "widths": width_facts(results),
        },
    )


def minima_blocks(settings: MinimaSettings, data: DataSet) -> list[Block]:
    """Return all pieces of work, whatever is finished; raises what `first_digits` raises."""
    rest: dict[str, Any] = {
        "classes": data.train.n_classes,
        "epochs": settings.epochs,
        "batch_size": settings.batch_size,
        "learning_rate": float(settings.learning_rate),
        "seed": settings.seed,
        "identity": first_digits(data, settings.examples).identity(),
    }
    # The widest first: towards the end no worker waits long for another.
    widths = sorted(set(settings.widths), reverse=True)
    return [block for width in widths for block in blocks_of(width, settings.networks, **rest)]


def kept_networks(settings: MinimaSettings, data: DataSet, pieces: Pieces) -> list[Networks]:
    """Return the networks of a run as far as they are kept, narrow ones first.

    For walks between any two of them: see `minima_paths`.
    """
    results = MinimaResults()
    for block in minima_blocks(settings, data):
        piece = pieces.get(block.name)
        if piece is not None and block.accepts(piece):
            results.pieces[block] = piece
    return results.networks()


MINIMA: Final = Experiment(
    name="minima",
    title=Text("Many minima"),
    question=Text("Do networks that start elsewhere end in equally good minima?"),
    paper=Text(
        "1,000 networks of each size, 25 to 500 hidden ReLUs, learn MNIST at 10 x 10 pixels by SGD "
        "with a falling rate. Large networks nearly all end equally well; small ones differ."
    ),
    scaled_down=Text(
        "60 networks of each width instead of 1,000; 20 epochs of the first 10,000 digits instead "
        "of 200 of all. Cross-entropy after softmax. Starts are uniform within 1/sqrt(inputs), not "
        "the unit cube. All networks see the same mini-batches, so that they differ by their "
        "starts alone. The preset large comes near to the paper; it is work for a cluster."
    ),
    references=(
        Reference(
            "Choromanska, Henaff, Mathieu, Ben Arous, LeCun",
            2015,
            "The Loss Surfaces of Multilayer Networks",
            "AISTATS 2015",
            "https://arxiv.org/abs/1412.0233",
        ),
        Reference(
            "Goodfellow, Vinyals, Saxe",
            2015,
            "Qualitatively characterizing neural network optimization problems",
            "ICLR 2015",
            "https://arxiv.org/abs/1412.6544",
        ),
    ),
    presets={
        "default": MinimaSettings(),
        "quick": MinimaSettings(networks=20, examples=2000, epochs=10),
        "large": MinimaSettings(networks=1000, examples=60_000, epochs=200),
    },
    run=run_minima,
)
