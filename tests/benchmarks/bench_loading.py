"""How long the ways into the program take on this machine: run as a script, prints milliseconds."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from gdstudio.data.corruption import corrupt_labels, gaussian_images, random_pixels
from gdstudio.data.decoding import WORKING_SIDE
from gdstudio.data.mnist import load_mnist
from gdstudio.data.pictures import Planes, find_in_planes
from gdstudio.data.resize import area_means, block_means, normalize_drawing


def picture_to_ink(grey):
    """Return the ink of a grey picture, shape (h, w), uint8."""
    return find_in_planes(Planes(block_means(grey, WORKING_SIDE), {}, "")).ink


def milliseconds(job: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median and the longest time of a job."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        job()
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken), max(taken)


def main() -> None:
    """Print a table."""
    data = load_mnist()
    generator = np.random.default_rng(0)
    ink = data.test.pictures()[0].repeat(20, axis=0).repeat(20, axis=1)
    photo = generator.integers(180, 220, (3000, 4000), dtype=np.uint8)
    photo[800:2200, 1900:2050] = 60
    jobs: dict[str, tuple[Callable[[], object], int]] = {
        "load the 70,000 digits of MNIST": (load_mnist.__wrapped__, 5),
        "drawing of 560 x 560 to a digit, bytes": (lambda: normalize_drawing(ink), 50),
        "... fractions": (lambda: normalize_drawing(ink / np.float32(255)), 50),
        "photo of 12 megapixels to ink": (lambda: picture_to_ink(photo), 3),
        "60,000 pictures to 10 x 10": (lambda: area_means(data.train, 10), 2),
        "60,000 labels corrupted": (
            lambda: corrupt_labels(data.train.labels, 0.5, 10, generator),
            5,
        ),
        "60,000 pictures, random pixels": (lambda: random_pixels(data.train, generator), 1),
        "60,000 pictures, Gaussian": (lambda: gaussian_images(data.train, generator), 1),
        "identity of 60,000 digits": (data.train.identity, 3),
    }
    print(f"{'job':44}{'median ms':>12}{'longest ms':>12}")
    for name, (job, times) in jobs.items():
        median, longest = milliseconds(job, times)
        print(f"{name:44}{median:12.2f}{longest:12.2f}")


if __name__ == "__main__":
    main()
