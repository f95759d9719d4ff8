import pytest
from itsdangerous import URLSafeTimedSerializer

from tests.factories import make_entry, make_member, make_person, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.plans.models.objectives import Area

FOREIGN = "The request came from another website, so nothing was changed."
STALE = "This page was older than your session. Nothing was saved yet: look it over and save again."


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "nonsense"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://["},
        {"Origin": "http://[::1"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    ],
)
def test_a_change_asked_for_by_another_site_is_refused(client: PageClient, headers: dict[str, str]) -> None:
    form = add_form(client)
    before = digest_of_rows()

    page = client.open(form.path, method="POST", data={**form.form(), "focus": "Evil"}, headers=headers)

    assert page.status == 400
    assert page.title == "This could not be read"
    assert FOREIGN in page.text
    assert digest_of_rows() == before


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/nowhere"])
def test_a_stranger_is_refused_likewise(client: PageClient, path: str) -> None:
    page = client.open(path, method="POST", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status in {400, 404}
    assert page.response.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
    ],
)
def test_a_change_asked_for_by_our_own_page_is_done(client: PageClient, headers: dict[str, str]) -> None:
    form = add_form(client)

    page = client.open(form.path, method="POST", data={**form.form(), "focus": "Rain"}, headers=headers)

    assert page.title == "Rain"


def test_a_link_on_another_site_leads_here(client: PageClient) -> None:
    client.sign_in(make_person())

    page = client.open("/", headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://news.example"})

    assert page.title == "Your plans"


@pytest.mark.parametrize("token", ["", "nonsense", "é\0", "x" * 10_000])
def test_a_wrong_token_is_refused_and_what_was_typed_comes_back(client: PageClient, token: str) -> None:
    form = add_form(client)
    before = digest_of_rows()

    page = form.submit({"focus": "Typed", "csrf_token": token})

    assert page.status == 400
    assert STALE in page.text
    assert page.form()["focus"] == "Typed"
    assert signed_in(page) == signed_in(form)
    assert digest_of_rows() == before


def signed_in(page: Page) -> object:
    """Return what the page's token signs; the token itself tells the second in which it was made, too."""
    return URLSafeTimedSerializer(str(page.client.app.secret_key), salt="wtf-csrf-token").loads(page.csrf_token)


def test_after_a_wrong_token_one_looks_it_over_and_saves(client: PageClient) -> None:
    page = add_form(client).submit({"focus": "Typed", "csrf_token": "stale"})

    saved = page.submit()

    assert saved.title == "Typed"


def test_a_wrong_token_where_no_form_comes_back_is_refused_with_a_page(client: PageClient) -> None:
    client.sign_in(make_person())

    page = client.post("/sign-out", {"csrf_token": "stale"})

    assert page.status == 400
    assert "This page was open while your session ended or changed." in page.text
    assert client.open("/").title == "Your plans"


def test_a_missing_token_is_refused(client: PageClient) -> None:
    form = add_form(client)
    before = digest_of_rows()

    page = client.post(form.path, {"focus": "Evil"})

    assert page.status == 400
    assert STALE in page.text
    assert digest_of_rows() == before


def test_the_token_of_somebody_else_is_refused(client: PageClient) -> None:
    form = add_form(client)
    theirs = PageClient(client.app).sign_in(make_person()).open("/").csrf_token
    before = digest_of_rows()

    page = form.submit({"focus": "Evil", "csrf_token": theirs})

    assert page.status == 400
    assert STALE in page.text
    assert digest_of_rows() == before


def test_the_token_of_another_session_of_the_same_person_is_refused(client: PageClient) -> None:
    plan = make_plan()
    asha = make_member(plan)
    other = PageClient(client.app).sign_in(asha).open("/").csrf_token
    form = client.sign_in(asha).open(f"/plans/{plan.id}/objectives/add/area")

    page = form.submit({"focus": "Evil", "csrf_token": other})

    assert page.status == 400
    assert STALE in page.text


@pytest.mark.parametrize("path", ["/sign-in", "/healthz", "/nowhere", "/static/nothing.js"])
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "127.0.0.2", "x" * 70, "a..b"]
)
def test_another_host_name_is_refused(client: PageClient, path: str, host: str) -> None:
    page = client.open(path, headers={"Host": host})

    assert page.status == 400
    assert page.title == "This is not the address of the UCAP tracker"
    assert "evil.example" not in page.response.text
    assert_strict(page)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.1:8000"])
def test_our_own_host_names_are_taken(client: PageClient, host: str) -> None:
    assert client.open("/sign-in", headers={"Host": host}).title == "Sign in"


@pytest.mark.parametrize(
    ("path", "status", "keeping"),
    [
        ("/sign-in", 200, "no-store"),
        ("/", 200, "no-store"),
        ("/plans/{plan}/", 200, "private, no-cache"),
        ("/plans/{plan}/objectives/{area}/edit", 200, "no-store"),
        ("/plans/{plan}/glance", 200, "private, no-cache"),
        ("/plans/{plan}/glance.pdf", 200, "no-store"),
        ("/plans/{plan}/glance.docx", 200, "no-store"),
        ("/healthz", 200, "no-store"),
        ("/nowhere", 404, "no-store"),
        ("/sign-out", 405, "no-store"),
    ],
)
def test_every_answer_carries_the_strict_headers(client: PageClient, path: str, status: int, keeping: str) -> None:
    plan = make_plan()
    asha = make_member(plan)
    area = make_entry(plan, Area, by=asha)

    page = client.sign_in(asha).open(path.format(plan=plan.id, area=area))

    assert page.status == status
    assert_strict(page)
    assert page.response.headers["Cache-Control"] == keeping


def test_redirects_carry_the_strict_headers(client: PageClient) -> None:
    answer = client.send("/")

    assert answer.status_code == 303
    assert_strict(Page(client, answer, "/"))


def test_static_files_may_be_kept(client: PageClient) -> None:
    page = client.open("/static/images/mark.svg")

    assert page.status == 200
    assert "no-store" not in page.response.headers.get("Cache-Control", "")
    assert_strict(page)


@pytest.mark.parametrize("path", ["/static/../config.py", "/static/%2e%2e/config.py", "/static/..%2fconfig.py"])
def test_static_addresses_lead_to_static_files_only(client: PageClient, path: str) -> None:
    assert client.open(path).status == 404


def test_there_is_no_strict_transport_without_https(client: PageClient) -> None:
    assert "Strict-Transport-Security" not in client.send("/sign-in").headers


def add_form(client: PageClient) -> Page:
    plan = make_plan()
    return client.sign_in(make_member(plan)).open(f"/plans/{plan.id}/objectives/add/area")


def assert_strict(page: Page) -> None:
    """Check the headers that keep browsers safe, and that the page needs nothing they forbid."""
    headers = page.response.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert not any(word in " ".join(policy.values()) for word in ("unsafe", "data:", "http:", "https:", "*"))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert [tag for tag in page.soup.find_all("script") if not tag.get("src")] == []
    assert page.soup.find_all("style") == []
    assert [tag.name for tag in page.soup.find_all(style=True)] == []
