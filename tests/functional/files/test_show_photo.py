from tests.functional.files.conftest import Telling, photo


def test_a_photo_is_shown_small_made_by_us_and_only_to_be_looked_at(telling: Telling) -> None:
    page = telling.tell(("rain.jpg", photo(1_200, 900) + b"<script>alert(1)</script>", "A full basin"))
    shown = page.soup.select_one("img.ucap-files__photo")
    assert shown is not None

    answer = telling.client.send(str(shown["src"]))

    assert (shown["alt"], shown["width"], shown["height"]) == ("A full basin", "960", "720")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    for told in (b"Camera of Asha", b"taken at home", b"<script>"):
        assert told not in answer.get_data()


def test_what_is_no_photo_is_not_shown(telling: Telling) -> None:
    telling.tell(("list.csv", b"=1+1;2\n", "A list"))
    (attachment,) = telling.attachments()

    assert telling.client.send(f"/plans/{telling.plan.id}/files/{attachment.id}/photo").status_code == 404
    assert not telling.pilot_page.soup.select("img.ucap-files__photo")
