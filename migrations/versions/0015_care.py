"""Activities, commitments and modules followed as pilots are, and organisations that were told apart."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.set_aside import bring_back_column, set_aside_column

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TIMINGS = ("on_time", "late")
NUMBER = sa.Numeric(24, 6).with_variant(sa.String(40), "sqlite")
COLUMNS: dict[str, tuple[str, ...]] = {
    "activities": ("timing", "timing_until"),
    "commitments": ("progress", "timing", "timing_until"),
    "modules": ("due_on", "progress", "timing", "timing_until"),
    "organisations": ("not_same",),
}


def upgrade() -> None:
    for table, names in COLUMNS.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.add_column(sa.Column(name, _type_of(name), nullable=True))
        for name in names:
            bring_back_column(table, name)
        if "timing" not in names:
            continue
        with op.batch_alter_table(table) as batch_op:
            listed = ", ".join(repr(timing) for timing in TIMINGS)
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_timing"), f"timing IN ({listed})")


def downgrade() -> None:
    for table, names in reversed(COLUMNS.items()):
        for name in names:
            set_aside_column(table, name)
        with op.batch_alter_table(table) as batch_op:
            if "timing" in names:
                batch_op.drop_constraint(batch_op.f(f"ck_{table}_timing"), type_="check")
            for name in names:
                batch_op.drop_column(name)


def _type_of(name: str) -> sa.types.TypeEngine[Any]:
    if name == "progress":
        return NUMBER
    if name == "not_same":
        return sa.JSON(none_as_null=True)
    if name == "timing":
        return sa.Enum(*TIMINGS, name="timing", native_enum=False, length=40)
    return sa.Date()
