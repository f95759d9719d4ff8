"""The band over every page of a plan: whose plan it is, its phase, and the links between its pages."""

from flask import g, request, url_for
from markupsafe import Markup

from ucap.core.text import message
from ucap.entries.fields import Section
from ucap.pairings.access import OpenPlan
from ucap.web.filters import said
from ucap.web.fragments import fresh_fragment, kept_fragment
from ucap.web.navigation import Link

_TEMPLATE = "layouts/_plan_band.html"


def plan_band(plan: OpenPlan) -> Markup:
    """Return the band; pages that say while when they stay the same share it."""

    def values() -> dict[str, object]:
        return {"plan": plan, "tabs": _tabs(plan)}

    return kept_fragment(_TEMPLATE, values) if "page_mark" in g else fresh_fragment(_TEMPLATE, values())


def _tabs(plan: OpenPlan) -> list[Link]:
    tabs = [
        (message("Overview"), url_for("plans.show_plan", plan_id=plan.id)),
        *((section.label, url_for("plans.show_section", plan_id=plan.id, section=section)) for section in Section),
        (message("Stakeholders"), url_for("stakeholders.list_stakeholders", plan_id=plan.id)),
        (message("Pilots"), url_for("pilots.list_pilots", plan_id=plan.id)),
        (message("At a glance"), url_for("exports.show_glance", plan_id=plan.id)),
        (message("History"), url_for("plans.show_history", plan_id=plan.id)),
        (message("People"), url_for("people.list_people", plan_id=plan.id)),
    ]
    overview = tabs[0][1]
    here = request.path
    return [
        Link(said(label), url, current=here == url or (url != overview and here.startswith(url))) for label, url in tabs
    ]
