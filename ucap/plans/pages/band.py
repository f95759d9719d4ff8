"""The band over every page of a plan: whose plan it is, its phase, and the links between its pages."""

from flask import g, request, url_for
from markupsafe import Markup

from ucap.core.text import Message, message
from ucap.entries.fields import Section
from ucap.pairings.access import OpenPlan
from ucap.web.filters import said
from ucap.web.fragments import fresh_fragment, kept_fragment
from ucap.web.frame import Link

_TEMPLATE = "layouts/_plan_band.html"


def plan_band(plan: OpenPlan) -> Markup:
    """Return the band; pages that say while when they stay the same share it."""

    def values() -> dict[str, object]:
        return {"plan": plan, "lists": [_sections(plan), _beside_them(plan)]}

    return kept_fragment(_TEMPLATE, values) if "page_mark" in g else fresh_fragment(_TEMPLATE, values())


def _sections(plan: OpenPlan) -> list[Link]:
    overview = url_for("plans.show_plan", plan_id=plan.id)
    sections = [
        _link(section.label, url_for("plans.show_section", plan_id=plan.id, section=section)) for section in Section
    ]
    return [Link(said(message("Overview")), overview, current=request.path == overview), *sections]


def _beside_them(plan: OpenPlan) -> list[Link]:
    return [
        _link(message("Stakeholders"), url_for("stakeholders.list_stakeholders", plan_id=plan.id)),
        _link(message("Pilots"), url_for("pilots.list_pilots", plan_id=plan.id)),
        _link(message("At a glance"), url_for("exports.show_glance", plan_id=plan.id)),
        _link(message("Export"), url_for("exports.show_exports", plan_id=plan.id)),
        _link(message("History"), url_for("plans.show_history", plan_id=plan.id)),
        _link(message("People"), url_for("people.list_people", plan_id=plan.id)),
    ]


def _link(label: Message, url: str) -> Link:
    """Return a link that is marked on its page and on those under it."""
    return Link(said(label), url, current=request.path.startswith(url))
