"""The chart of an indicator as a picture that stands alone, for documents: SVG of our own making."""

import unicodedata
from datetime import date
from decimal import Decimal

from markupsafe import escape

from ucap.document.wording import Wording
from ucap.pilots.pages.charts import HEIGHT, WIDTH, Chart, chart_of
from ucap.pilots.rules.health import IndicatorFacts

_NOT_JOINED = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
"""Scripts whose letters stand alone: of those that are joined, a picture in a PDF says nothing to be read aloud."""

_INK, _BRAND, _MUTED, _RAIL, _WARM = "#13262f", "#12506b", "#4a5c65", "#b9cbcf", "#ad4426"


def chart_svg(indicator: IndicatorFacts, wording: Wording) -> str | None:
    """Return the chart as SVG; None if nothing was read yet."""
    chart = chart_of(indicator)
    if chart is None:
        return None
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _line("M52 6V166H394", _RAIL),
        *([_line(chart.course, _MUTED, dashes="2 4")] if chart.course else []),
        *_levels(chart),
        _line(chart.path, _BRAND, width=2.5),
        *(f'<circle cx="{mark.x:g}" cy="{mark.y:g}" r="3.5" fill="{_BRAND}"/>' for mark in chart.marks),
        *(_text(46, step.y + 4, _number(step.value, wording), "end") for step in chart.steps),
        _text(52, 184, _day(chart.first_on, wording), "start"),
        _text(390, 184, _day(chart.last_on, wording), "end"),
        "</svg>",
    ]
    return "".join(parts)


def _levels(chart: Chart) -> list[str]:
    levels = ((chart.baseline_y, _MUTED, ""), (chart.target_y, _WARM, "6 3"))
    return [_line(f"M52 {y:g}H390", colour, dashes=dashes) for y, colour, dashes in levels if y is not None]


def _line(path: str, colour: str, *, width: float = 1.5, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    style = f'font-family="Noto Sans, sans-serif" font-size="10" fill="{_INK}" text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(text)}</text>'


def _day(day: date, wording: Wording) -> str:
    said = wording.day(day)
    return said if _is_drawn(said) else day.isoformat()


def _number(number: Decimal, wording: Wording) -> str:
    said = wording.number(number)
    return said if _is_drawn(said) else f"{number:f}"


def _is_drawn(text: str) -> bool:
    """Tell whether a picture can hold the text."""
    return all(one.isascii() or not one.isalnum() or unicodedata.name(one, "").startswith(_NOT_JOINED) for one in text)
