"""Draws the illustrative pictures of the demonstration; run once, and again only to draw them anew.

.venv/bin/python scripts/draw_illustrations.py ucap/demo/data
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, FINE = 960, 720, 2
PAPER, INK, WATER, WALL, ROOF, RED = "#f4efe4", "#24343b", "#6ba3be", "#d9cbb0", "#a8644a", "#c0392b"
GREEN, SHADE = "#8fae7f", "#b9ad97"
Point = tuple[float, float]


def drawing() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return an empty sheet, drawn twice as large as it is kept."""
    sheet = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    return sheet, ImageDraw.Draw(sheet)


def at(*points: Point) -> list[Point]:
    """Return the points on the large sheet."""
    return [(x * FINE, y * FINE) for x, y in points]


def box(x: float, y: float, wide: float, high: float) -> list[Point]:
    """Return the corners of a box."""
    return at((x, y), (x + wide, y + high))


def write(draw: ImageDraw.ImageDraw, where: Point, text: str, size: int = 26, colour: str = INK) -> None:
    """Write a line of text."""
    draw.text(at(where)[0], text, fill=colour, font=ImageFont.load_default(size * FINE))


def keep(sheet: Image.Image, draw: ImageDraw.ImageDraw, path: Path) -> None:
    """Mark the picture as illustrative and keep it."""
    draw.rectangle(box(0, HEIGHT - 44, WIDTH, 44), fill=INK)
    write(draw, (24, HEIGHT - 38), "Illustrative drawing - not a photo, and no real event", 24, PAPER)
    sheet.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(path, "JPEG", quality=72, optimize=True)


def corner(path: Path) -> None:
    """Draw the lowered corner of a market, full to its second step."""
    sheet, draw = drawing()
    draw.rectangle(box(0, 0, WIDTH, 300), fill="#cfd8da")
    for number, wide in enumerate((200, 150, 230, 170, 210)):
        x, high = sum((200, 150, 230, 170, 210)[:number]), 150 + 30 * (number % 3)
        draw.rectangle(box(x, 300 - high, wide - 6, high), fill=WALL, outline=INK, width=3)
        for column in range(int(wide // 60)):
            draw.rectangle(box(x + 18 + column * 58, 320 - high, 30, 42), fill="#7d8f95", outline=INK, width=2)
        draw.polygon(
            at((x, 250), (x + wide - 6, 250), (x + wide + 4, 278), (x - 10, 278)), fill=(ROOF, GREEN)[number % 2]
        )
    draw.rectangle(box(0, 300, WIDTH, 376), fill="#c8bda6")
    for step, inset in enumerate((0, 48, 96, 144)):
        top = 360 + step * 52
        shade = ("#bfb39a", "#b3a78e", "#a79b82", "#9b8f76")[step]
        draw.polygon(
            at((120 + inset, top), (840 - inset, top), (800 - inset, 650 - step * 18), (160 + inset, 650 - step * 18)),
            fill=shade,
            outline=INK,
            width=3,
        )
    draw.polygon(at((226, 430), (734, 430), (708, 618), (252, 618)), fill=WATER, outline=INK, width=3)
    for line in range(5):
        y = 460 + line * 32
        draw.line(at((290 + line * 14, y), (390 + line * 20, y)), fill=PAPER, width=4)
        draw.line(at((520 - line * 6, y + 12), (640 - line * 10, y + 12)), fill=PAPER, width=4)
    for x in (150, 182, 760, 792):
        draw.rectangle(box(x, 345, 20, 6), fill=ROOF)
        draw.line(at((x + 3, 351), (x + 3, 366)), fill=INK, width=4)
        draw.line(at((x + 17, 351), (x + 17, 366)), fill=INK, width=4)
    write(draw, (24, 20), "The corner after the first rain", 32)
    keep(sheet, draw, path)


def streets(path: Path) -> None:
    """Draw a map of six streets between a square and a dike, with two contacts in each."""
    sheet, draw = drawing()
    draw.rectangle(box(0, 560, WIDTH, 116), fill=WATER)
    draw.rectangle(box(0, 530, WIDTH, 34), fill=GREEN, outline=INK, width=3)
    write(draw, (30, 530), "Dike", 26)
    draw.rectangle(box(340, 74, 280, 80), fill=GREEN, outline=INK, width=3)
    write(draw, (430, 98), "Square", 28)
    for street in range(6):
        x = 60 + street * 146
        for side in (0, 74):
            for house in range(6):
                draw.rectangle(box(x + side, 180 + house * 56, 38, 48), fill=WALL, outline=INK, width=2)
                draw.line(at((x + side, 180 + house * 56), (x + side + 38, 228 + house * 56)), fill=SHADE, width=2)
        for contact, place in enumerate(((street * 2) % 6, (street * 3 + 2) % 6)):
            cx, cy = x + 19 + 74 * contact, 204 + place * 56
            draw.ellipse(box(cx - 15, cy - 15, 30, 30), fill=RED, outline=PAPER, width=5)
        write(draw, (x + 48, 330), str(street + 1), 26)
    draw.ellipse(box(640, 90, 30, 30), fill=RED, outline=PAPER, width=5)
    write(draw, (682, 90), "street contact", 26)
    write(draw, (24, 20), "Six streets, two contacts in each", 32)
    keep(sheet, draw, path)


def round_of_doors(path: Path) -> None:
    """Draw the order in which one knocks: the ground floor first, then who cannot walk."""
    sheet, draw = drawing()
    draw.rectangle(box(0, 560, WIDTH, 116), fill="#c8bda6")
    draw.rectangle(box(90, 110, 780, 450), fill=WALL, outline=INK, width=4)
    for floor in range(3):
        y = 130 + floor * 145
        draw.line(at((90, y + 135), (870, y + 135)), fill=INK, width=3)
        for room in range(5):
            x = 120 + room * 150
            if floor == 2:  # noqa: PLR2004 - the ground floor
                draw.rectangle(box(x + 20, y + 15, 70, 115), fill=ROOF, outline=INK, width=3)
                draw.ellipse(box(x + 74, y + 70, 9, 9), fill=PAPER)
            else:
                draw.rectangle(box(x + 10, y + 25, 95, 75), fill="#7d8f95", outline=INK, width=3)
                draw.line(at((x + 57, y + 25), (x + 57, y + 100)), fill=INK, width=3)
    stops = [(175, 540), (325, 540), (475, 540), (625, 540), (775, 540), (625, 335), (325, 190)]
    draw.line(at(*stops), fill=RED, width=8, joint="curve")
    for number, (x, y) in enumerate(stops, start=1):
        draw.ellipse(box(x - 21, y - 21, 42, 42), fill=RED, outline=PAPER, width=5)
        write(draw, (x - 8, y - 16), str(number), 26, PAPER)
    write(draw, (24, 20), "How one knocks: first the ground floor,", 32)
    write(draw, (24, 58), "then the doors of who cannot walk", 32)
    keep(sheet, draw, path)


def main() -> None:
    """Draw all of them into the folder that is named."""
    (folder,) = sys.argv[1:]
    corner(Path(folder) / "illustration_corner.jpg")
    streets(Path(folder) / "illustration_streets.jpg")
    round_of_doors(Path(folder) / "illustration_doors.jpg")


if __name__ == "__main__":
    main()
