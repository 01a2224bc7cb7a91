"""Keep the whole condition for effect, signatures, and what single parties decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CONDITIONS = ("all", "at_least", "each")
MORE_CONDITIONS = ("share", "both")
BY = sa.Enum(
    *("decision", "legal_force"),
    name="basis",
    native_enum=False,
    create_constraint=True,
    length=40,
)
OUTSIDERS = sa.Enum(
    *("unsaid", "stay_outside", "may_join"),
    name="outsiders",
    native_enum=False,
    create_constraint=True,
    length=40,
)
NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""What 0009 says of agreements; copying a table would lose it."""
FILLED = ("entry_by", "entry_counterparty", "entry_outsiders", "entry_outsiders_note")
COUNTED = "ck_agreement_entry_counted"
WEIGHED = "ck_agreement_entry_weighed"
CHECKED = ("ck_agreement_entry_condition", "ck_agreement_basis", "ck_agreement_outsiders")


def upgrade() -> None:
    op.create_table(
        "party_name",
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_party_name_named")),
        sa.CheckConstraint(
            "(municipality_id IS NULL) <> (organisation IS NULL)",
            name=op.f("ck_party_name_one_of_two"),
        ),
        sa.CheckConstraint(
            "first_on IS NULL OR last_on IS NULL OR first_on <= last_on",
            name=op.f("ck_party_name_first_before_last"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_party_name_municipality_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_name")),
    )
    with op.batch_alter_table("party_name", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_name_municipality_id"), ["municipality_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_party_name_organisation"), ["organisation"], unique=False
        )

    op.create_table(
        "party_decision",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("body_name", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("joins_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(municipality_id IS NULL) <> (organisation IS NULL)",
            name=op.f("ck_party_decision_one_of_two"),
        ),
        sa.CheckConstraint(
            "joins_on IS NULL OR joins_on >= decided_on",
            name=op.f("ck_party_decision_decided_first"),
        ),
        sa.CheckConstraint(
            "municipality_id IS NULL OR joins_on IS NOT NULL",
            name=op.f("ck_party_decision_municipality_joins"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_party_decision_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_party_decision_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_party_decision_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_party_decision_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_decision")),
    )
    with op.batch_alter_table("party_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_party_decision_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_party_decision_municipality_id"), ["municipality_id"], unique=False
        )

    op.create_table(
        "signature",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("signatory", sa.String(length=200), nullable=False),
        sa.Column("authority", sa.String(length=250), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("signatory <> ''", name=op.f("ck_signature_signed_by_somebody")),
        sa.CheckConstraint(
            "municipality_id IS NULL OR organisation IS NULL",
            name=op.f("ck_signature_not_two_parties"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signature_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_signature_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_signature_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_signature_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_signature_agreement_id"), ["agreement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_signature_municipality_id"), ["municipality_id"], unique=False
        )

    with op.batch_alter_table("agreement", schema=None, table_kwargs=NUMBERED_ONCE) as batch_op:
        batch_op.drop_constraint(op.f("ck_agreement_entry_condition"), type_="check")
        batch_op.drop_constraint(op.f(COUNTED), type_="check")
        batch_op.add_column(sa.Column("entry_share", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entry_counted_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("entry_by", BY, nullable=False, server_default="decision"))
        batch_op.add_column(
            sa.Column("entry_counterparty", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("entry_latest", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("entry_outsiders", OUTSIDERS, nullable=False, server_default="unsaid")
        )
        batch_op.add_column(
            sa.Column("entry_outsiders_note", sa.Text(), nullable=False, server_default="")
        )
    with op.batch_alter_table("agreement", schema=None, table_kwargs=NUMBERED_ONCE) as batch_op:
        for name in FILLED:
            batch_op.alter_column(name, server_default=None)
        batch_op.create_check_constraint(
            op.f("ck_agreement_entry_condition"),
            sa.column("entry_condition").in_(CONDITIONS + MORE_CONDITIONS),
        )
        batch_op.create_check_constraint(
            op.f(COUNTED), "entry_condition NOT IN ('at_least', 'both') OR entry_at_least > 0"
        )
        batch_op.create_check_constraint(
            op.f(WEIGHED),
            "entry_condition NOT IN ('share', 'both')"
            " OR coalesce(entry_share, 0) BETWEEN 1 AND 10000",
        )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("required", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.alter_column("required", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_column("required")

    agreement = sa.table("agreement", sa.column("entry_condition"), sa.column("entry_at_least"))
    more = sa.column("entry_condition").in_(MORE_CONDITIONS)
    op.execute(agreement.update().where(more).values(entry_condition="all"))
    with op.batch_alter_table("agreement", schema=None, table_kwargs=NUMBERED_ONCE) as batch_op:
        for name in (WEIGHED, COUNTED, *CHECKED):
            batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.drop_column("entry_outsiders_note")
        batch_op.drop_column("entry_outsiders")
        batch_op.drop_column("entry_latest")
        batch_op.drop_column("entry_counterparty")
        batch_op.drop_column("entry_by")
        batch_op.drop_column("entry_counted_on")
        batch_op.drop_column("entry_share")
    with op.batch_alter_table("agreement", schema=None, table_kwargs=NUMBERED_ONCE) as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_agreement_entry_condition"), sa.column("entry_condition").in_(CONDITIONS)
        )
        batch_op.create_check_constraint(
            op.f(COUNTED), "entry_condition <> 'at_least' OR entry_at_least > 0"
        )

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signature_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_signature_agreement_id"))

    op.drop_table("signature")
    with op.batch_alter_table("party_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_decision_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_party_decision_agreement_id"))

    op.drop_table("party_decision")
    with op.batch_alter_table("party_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_name_organisation"))
        batch_op.drop_index(batch_op.f("ix_party_name_municipality_id"))

    op.drop_table("party_name")
