"""The work of `gdstudio experiment`: everything is checked first, then run and kept."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gdstudio.commands.following import follow
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.run_data import named_data
from gdstudio.errors import InvalidValue
from gdstudio.experiments.catalogue import find_experiment
from gdstudio.experiments.cluster import Cluster, read_cluster_security
from gdstudio.experiments.experiment import Experiment, Update
from gdstudio.experiments.workshop import KeptInMemory, Workers
from gdstudio.files.elsewhere import Kept, keep
from gdstudio.files.experiment_folder import check_folder, pieces_of, save_experiment
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.files.piece_folder import SteadyPieces
from gdstudio.jobs.experiment_job import ExperimentJob, run_experiment, workers_here
from gdstudio.pictures.pillow.chart_picture import chart_pngs
from gdstudio.settings.flags import given_flags
from gdstudio.settings.settings import SeededSettings
from gdstudio.settings.typed import known_name

MAX_WORKERS: Final = 256


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done, all of it checked, and where it is kept."""

    work: ExperimentJob
    save: Path | None
    pieces: SteadyPieces | None


def prepare(args: argparse.Namespace) -> Job:
    """Return what the flags ask for; nothing is begun and nothing written.

    Raises:
        InvalidValue: A flag has a value that is not accepted.
        GdstudioError: A folder cannot be used, or a cluster does not answer.
    """
    experiment = find_experiment(args.experiment)
    settings = _settings(args, experiment)
    steady = None
    if args.save is not None:
        steady = SteadyPieces(check_folder(args.save, experiment.name))
    workers = _workers(args)
    data = named_data(args.data)
    work = ExperimentJob(experiment, settings, data, steady or KeptInMemory(), workers)
    return Job(work, args.save, steady)


def perform(job: Job, interruption: Interruption) -> tuple[SavedExperiment, Kept]:
    """Run a job to its end; return what came out and where it is kept.

    Raises:
        Interrupted: An end was requested; finished pieces are kept.
        GdstudioError: It cannot be done.
    """
    results: list[SavedExperiment] = []

    def updates() -> Generator[Update, None, None]:
        results.append((yield from run_experiment(job.work)))

    with contextlib.closing(updates()) as items:
        for _ in follow(items, lambda update: update.note, interruption):
            pass
    saved = results[0]
    pictures = {} if job.save is None else chart_pngs(saved.result.charts)

    def write(folder: Path) -> None:
        save_experiment(folder, saved, pictures)
        _write_rest(job, folder)

    return saved, keep(job.save, write)


def keep_pieces(job: Job) -> Kept:
    """Keep the pieces that the folder did not take, if there are any, after an interruption."""
    if job.pieces is None or job.pieces.is_whole:
        return Kept(job.save)
    return keep(job.save, lambda folder: _write_rest(job, folder))


def _write_rest(job: Job, folder: Path) -> None:
    if job.pieces is not None:
        job.pieces.write_rest(pieces_of(folder))


def _settings(args: argparse.Namespace, experiment: Experiment) -> SeededSettings:
    presets = experiment.presets
    name = (
        next(iter(presets)) if args.preset is None else known_name("preset", args.preset, presets)
    )
    return presets[name].changed(**given_flags(args, type(experiment.default)))


def _workers(args: argparse.Namespace) -> Workers:
    if args.cluster is not None:
        security = None
        if args.cluster_security is not None:
            security = read_cluster_security(args.cluster_security)
        print(_trust(args.cluster, is_secure=security is not None), file=sys.stderr)
        return Cluster(args.cluster, security)
    if args.cluster_security is not None:
        raise InvalidValue("cluster security", str(args.cluster_security), "it with --cluster")
    if not 1 <= args.workers <= MAX_WORKERS:
        raise InvalidValue("workers", args.workers, f"a whole number from 1 to {MAX_WORKERS}")
    return workers_here(args.workers)


def _trust(address: str, *, is_secure: bool) -> str:
    """Return in one line what using a cluster means."""
    line = "over TLS" if is_secure else "unencrypted (--cluster-security FILE uses TLS)"
    return (
        f"cluster: trusting {address} and its workers: code and data are exchanged as pickles, "
        f"which can run any code here, {line}; use your own cluster only"
    )
