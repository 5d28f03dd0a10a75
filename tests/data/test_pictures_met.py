"""The pictures that people met, and one of every kind that tests make, are answered right."""

import functools
import io
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gdstudio.data.digits import Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.data.pictures import Found, find_digit, find_in_pixels
from gdstudio.data.resize import normalize_drawing
from gdstudio.errors import FileError
from gdstudio.files.run_file import load_run
from gdstudio.resources import resource
from tests.data.picture_kinds import KINDS, Case, cases

MET = Path(__file__).parent / "pictures_met"


@functools.cache
def network():
    return load_run(resource("runs/lenet-5.gdrun")).state.network()


def answer(found: Found) -> tuple[int, float]:
    pixels = normalize_drawing(found.ink).reshape(1, -1)
    inputs = Digits(pixels, np.zeros(1, np.uint8)).inputs(dtype=network().dtype)
    outputs = network().forward(inputs)[0]
    return int(outputs.argmax()), float(outputs.max())


def test_that_ink_of_any_opacity_on_a_transparent_ground_is_read():
    assert answer(find_digit(MET / "ink_black_opacity_40.png"))[0] == 3
    assert answer(find_digit(MET / "ink_red_opacity_45.png"))[0] == 7


def test_that_white_ink_on_a_transparent_ground_is_read_from_a_file_and_pasted():
    import PIL.Image

    path = MET / "ink_white_for_pasting.png"
    assert answer(find_digit(path))[0] == 3
    pasted = find_in_pixels(np.asarray(PIL.Image.open(path).convert("RGBA")))
    assert answer(pasted)[0] == 3


@pytest.mark.parametrize(("name", "digit"), [("frame_1px_3.png", 3), ("frame_4px_2.png", 2)])
def test_that_a_frame_along_the_rim_is_no_ink(name, digit):
    assert answer(find_digit(MET / name))[0] == digit


def test_that_the_canvas_is_found_on_a_screenshot():
    assert answer(find_digit(MET / "screenshot_of_canvas_3.png"))[0] == 3


def test_that_the_square_of_an_image_viewer_is_found():
    assert answer(find_digit(MET / "imshow_grey_4.png"))[0] == 4


@pytest.mark.parametrize(
    ("name", "digit"),
    [("sheet_on_dark_desk_3.jpg", 3), ("sheet_turned_on_dark_desk_5.jpg", 5)],
)
def test_that_a_sheet_is_found_on_a_desk(name, digit):
    found = find_digit(MET / name)
    assert answer(found)[0] == digit
    assert found.sheet is not None
    assert any("sheet was found" in note for note in found.notes)


def test_that_the_lines_of_squared_paper_are_no_ink():
    assert answer(find_digit(MET / "squared_paper_grey_5.jpg"))[0] == 5


def test_that_pale_colours_are_read_in_the_channel_that_shows_them():
    assert answer(find_digit(MET / "yellow_marker_2.jpg"))[0] == 2


@pytest.mark.parametrize(
    ("name", "digit"),
    [("tight_crop_soft_0.png", 0), ("tight_crop_soft_1.png", 1), ("tight_crop_photo_0.jpg", 0)],
)
def test_that_digits_cut_out_along_their_ink_are_read(name, digit):
    assert answer(find_digit(MET / name))[0] == digit


def test_that_two_digits_side_by_side_are_told():
    (doubt,) = find_digit(MET / "two_digits_42.png").doubts
    assert doubt == "two separate shapes were seen and read as one"


def test_that_the_first_frame_that_is_not_blank_is_read_and_named():
    found = find_digit(MET / "blank_first_frame.gif")
    assert answer(found)[0] == 3
    assert found.notes[0] == "the first frame is blank; frame 2 was read"


def test_that_a_jpeg_of_any_name_is_read(tmp_path):
    content = (MET / "saved_by_windows_3.jfif").read_bytes()
    for name in ("a.jfif", "a.mpo", "a", "a.of.mine"):
        (tmp_path / name).write_bytes(content)
        assert answer(find_digit(tmp_path / name))[0] == 3


def test_that_a_small_file_of_many_pixels_is_refused_by_what_it_would_take():
    with pytest.raises(FileError, match="would take 784 MB to read it; at most 256 MB are allowed"):
        find_digit(MET / "bomb-7000x7000.webp")


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_picture_of_every_kind_is_answered(tmp_path, kind):
    case: Case = cases(1, [kind])[0]
    path = tmp_path / f"picture{case.suffix}"
    path.write_bytes(case.content)
    found = find_digit(path)
    if case.label is None:
        assert "two separate shapes" in found.doubts[0]
    else:
        assert answer(found)[0] == case.label
        assert found.doubts == ()


def test_that_nothing_is_cut_off_or_doubted_of_digits_of_mnist():
    for picture in load_mnist().test.pictures()[:150]:
        found = find_in_pixels(np.ascontiguousarray(np.repeat(picture[:, :, None], 3, axis=2)))
        assert found.sheet is None
        assert np.array_equal(found.ink > 0, picture > 5)
        assert not any("separate" in doubt for doubt in found.doubts)


def test_that_a_damaged_tiff_is_told_and_libtiff_says_nothing_itself(tmp_path, capfd):
    import PIL.Image

    path = tmp_path / "damaged.tiff"
    noise = np.random.default_rng(1).integers(0, 256, (300, 300), dtype=np.uint8)
    PIL.Image.fromarray(noise).save(path, compression="tiff_adobe_deflate")
    content = bytearray(path.read_bytes())
    for at in range(1000, len(content) - 1000, 50):
        content[at] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"damaged\.tiff: is damaged"):
        find_digit(path)
    assert capfd.readouterr() == ("", "")


def test_that_a_missing_standard_error_does_not_keep_a_tiff_from_being_read(tmp_path):
    import PIL.Image

    path = tmp_path / "seven.tiff"
    grey = np.full((60, 60), 255, np.uint8)
    grey[10:50, 28:33] = 0
    PIL.Image.fromarray(grey).save(path, compression="tiff_adobe_deflate")
    code = (
        f"from gdstudio.data.pictures import find_digit; assert find_digit({str(path)!r}).ink.any()"
    )
    command = [sys.executable, "-c", code]
    assert (
        subprocess.run(["sh", "-c", 'exec "$@" 2>&-', "sh", *command], check=False).returncode == 0
    )


@pytest.mark.parametrize(("brand", "kind"), [("heic", "HEIC"), ("mif1", "HEIC"), ("avif", "AVIF")])
def test_that_pictures_of_telephones_are_refused_with_advice(tmp_path, brand, kind):
    path = tmp_path / "photo.heic"
    path.write_bytes(bytes([0, 0, 0, 24]) + b"ftyp" + brand.encode() + bytes(100))
    with pytest.raises(FileError, match=f"is {kind}, .*save it as JPEG or PNG"):
        find_digit(path)


def test_that_a_photograph_of_a_hundred_megapixels_is_read_in_little_memory(tmp_path):
    import PIL.Image
    import PIL.ImageDraw

    path = tmp_path / "large.jpg"
    image = PIL.Image.new("L", (10_000, 10_000), 230)
    PIL.ImageDraw.Draw(image).line([(5000, 2000), (5000, 8000)], 20, 900)
    image.save(path, quality=50)
    image.close()
    code = (
        "from pathlib import Path; from gdstudio.data.pictures import find_digit; "
        f"assert find_digit({str(path)!r}).ink.any(); "
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150_000  # KB


@pytest.mark.parametrize("mode", ["F", "I", "I;16", "RGB"])
def test_that_what_a_picture_takes_is_worked_out_before_it_is_decoded(tmp_path, mode):
    import PIL.Image

    path = tmp_path / "large.tiff"
    size = 9_000 if mode != "I;16" else 12_000
    content = io.BytesIO()
    PIL.Image.new(mode, (8, 8)).save(content, "TIFF")
    head = bytearray(content.getvalue())
    for tag in (256, 257):  # width and height
        at = head.index(struct.pack("<HHI", tag, 4, 1))
        head[at + 8 : at + 12] = struct.pack("<I", size)
    path.write_bytes(head)
    with pytest.raises(FileError, match="at most 256 MB are allowed"):
        find_digit(path)


def enlarged(index: int, side: int) -> np.ndarray:
    """Return a test digit as ink from 0 to 1, shape (side, side), with smooth edges."""
    import PIL.Image

    digit = PIL.Image.fromarray(load_mnist().test.pictures()[index])
    soft = np.asarray(digit.resize((side, side), PIL.Image.Resampling.BICUBIC), float)
    return np.clip((soft - 90) / 80, 0, 1)


@pytest.mark.parametrize("ruling", [(170, 190, 240), (200, 200, 200), (225, 225, 225)])
@pytest.mark.parametrize(("index", "digit"), [(0, 7), (1, 2), (8, 5)])
def test_that_pale_lines_of_a_paper_without_noise_are_no_ink(index, digit, ruling):
    paper = np.full((500, 500, 3), 250.0)
    paper[20::40] = paper[:, 20::40] = ruling
    ink = np.zeros((500, 500, 1))
    ink[110:390, 100:380, 0] = enlarged(index, 280)
    picture = np.rint(paper * (1 - ink) + np.array([20, 20, 90]) * ink).astype(np.uint8)
    opaque = np.full((500, 500, 1), 255, np.uint8)
    assert answer(find_in_pixels(np.concatenate([picture, opaque], axis=2)))[0] == digit


@pytest.mark.parametrize(
    ("first", "second", "size"),
    [((20, 20), (220, 230), 180), ((20, 120), (240, 120), 180), ((20, 20), (150, 320), 80)],
    ids=["diagonal", "one above the other", "a small one beside a large one"],
)
def test_that_two_digits_are_told_wherever_they_lie(first, second, size):
    ink = np.zeros((440, 440))
    for index, (top, left), side in ((0, first, 180), (8, second, size)):
        ink[top : top + side, left : left + side] += enlarged(index, side)
    grey = np.rint(255 * (1 - ink)).astype(np.uint8)[..., np.newaxis]
    opaque = np.full_like(grey, 255)
    found = find_in_pixels(np.concatenate([grey, grey, grey, opaque], axis=2))
    assert any("two separate shapes" in doubt for doubt in found.doubts)
