from tests.factories import make_administrator, make_coordinator, make_person
from tests.pages import PageClient


def test_somebody_is_let_in_again_and_it_is_kept(client: PageClient) -> None:
    asha = make_person("Asha Rao", is_active=False)

    page = client.sign_in(make_administrator()).open(f"/accounts/{asha.id}/").press("Reactivate Asha Rao")

    assert "Asha Rao is let in again" in page.text
    assert "Reactivated: Ada Admin" in page.text
    assert PageClient(client.app).sign_in(asha).send("/").status_code == 200


def test_who_is_active_is_not_reactivated(client: PageClient) -> None:
    asha = make_person()
    token = client.sign_in(make_administrator()).open("/").csrf_token

    answer = client.send(f"/accounts/{asha.id}/reactivate", method="POST", data={"csrf_token": token})

    assert answer.status_code == 400
    assert "This account is active." in answer.text


def test_others_find_nothing(client: PageClient) -> None:
    asha = make_person(is_active=False)
    token = client.sign_in(make_coordinator()).open("/").csrf_token

    answer = client.send(f"/accounts/{asha.id}/reactivate", method="POST", data={"csrf_token": token})

    assert answer.status_code == 404
