"""Giving plans to experts of the programme, and taking them back; who did what when is kept."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from ucap.accounts.models import Person
from ucap.core.database import session, transactional
from ucap.core.errors import NotFound, RuleBroken
from ucap.core.text import message
from ucap.pairings import access
from ucap.pairings.models import PlanExpert, PlanExpertChange
from ucap.pairings.queries.people import experts_of_programme, posts_given


@transactional
def give_plan(plan_id: UUID, post_id: UUID, *, by: Person, at: datetime) -> None:
    """Give the plan to the expert who holds the post: they read and comment on it from now on.

    Raises:
        RuleBroken: if the post is none of an expert of the programme, or the plan was given to it already.
        Forbidden, NotFound: if the person may not give the plan.
    """
    plan = access.plan_to_give(plan_id, by)
    if post_id not in {post.id for post in experts_of_programme(plan.programme_id)}:
        raise RuleBroken(message("Choose an expert from the list."), field="post")
    if post_id in posts_given(plan_id):
        raise RuleBroken(message("The plan was given to this expert already."), field="post")
    session().add(PlanExpert(post_id=post_id, plan_id=plan_id))
    session().add(PlanExpertChange(post_id=post_id, plan_id=plan_id, is_given=True, at=at, by_id=by.id))
    session().flush()


@transactional
def take_plan_back(plan_id: UUID, post_id: UUID, *, by: Person, at: datetime) -> None:
    """Take the plan back from the expert who holds the post: they can read it no more.

    Raises:
        NotFound: if it was not given to them, or the person may not know of the plan.
        Forbidden: if the person may not take it back.
    """
    access.plan_to_give(plan_id, by)
    taken = session().execute(
        delete(PlanExpert)
        .where(PlanExpert.plan_id == plan_id, PlanExpert.post_id == post_id)
        .returning(PlanExpert.post_id)
    )
    if taken.scalar() is None:
        raise NotFound
    session().add(PlanExpertChange(post_id=post_id, plan_id=plan_id, is_given=False, at=at, by_id=by.id))
