import json

from jsonschema import Draft202012Validator

from tests.factories import make_entry, make_member, make_plan
from tests.pages import PageClient
from ucap.plans.models.measures import Measure


def test_everybody_reads_the_schema_to_which_exported_data_keeps(client: PageClient) -> None:
    plan = make_plan("Surat", "Rotterdam")
    asha = make_member(plan)
    make_entry(plan, Measure, by=asha, title="Water plaza")

    schema = json.loads(client.send("/schemas/plan.json").data)
    exported = json.loads(client.sign_in(asha).open(f"/plans/{plan.id}/export/json").response.data)

    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(exported)) == []
    assert exported["plan"]["id"] == str(plan.id)
