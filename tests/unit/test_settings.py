import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from config import ROOT, Settings, SettingsError


def read(folder: Path, environment: Mapping[str, str] | None = None) -> Settings:
    return Settings.from_environment({"UCAP_DATA_DIR": str(folder), **(environment or {})})


def test_nothing_need_be_set(tmp_path: Path) -> None:
    settings = read(tmp_path)

    assert settings.database_url == f"sqlite:///{tmp_path / 'ucap.db'}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.port == 8000
    assert not settings.is_production
    assert not settings.is_demo
    assert settings.hosts == ["127.0.0.1", "127.0.0.1", "localhost"]


def test_files_lie_in_the_instance_folder_unless_said_otherwise() -> None:
    settings = Settings.from_environment({"UCAP_SECRET_KEY": "k", "UCAP_DATABASE_URL": "sqlite:///x.db"})

    assert settings.data_dir == ROOT / "instance"


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("65535", 65_535), ("8080", 8080)])
def test_a_port_is_taken(tmp_path: Path, text: str, port: int) -> None:
    settings = read(tmp_path, {"PORT": text})

    assert settings.port == port
    assert settings.base_url == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "80.0", " 80", "9" * 5_000])
def test_what_is_no_port_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="PORT"):
        read(tmp_path, {"PORT": text})


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("1", 1), ("9", 9)])
def test_servers_in_front_are_counted(tmp_path: Path, text: str, count: int) -> None:
    assert read(tmp_path, {"UCAP_TRUSTED_PROXIES": text}).trusted_proxies == count


def test_no_server_in_front_is_trusted_unless_said(tmp_path: Path) -> None:
    assert read(tmp_path).trusted_proxies == 0


@pytest.mark.parametrize("text", ["", "-1", "10", "all", " 1", "٣", "1.0"])
def test_what_is_no_number_of_servers_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="UCAP_TRUSTED_PROXIES"):
        read(tmp_path, {"UCAP_TRUSTED_PROXIES": text})


@pytest.mark.parametrize(("text", "most"), [("1", 1), ("2000", 2_000), ("9999999", 9_999_999)])
def test_how_much_files_of_a_plan_take_is_set(tmp_path: Path, text: str, most: int) -> None:
    assert read(tmp_path, {"UCAP_PLAN_FILES_MB": text}).most_plan_files == most
    assert read(tmp_path).most_plan_files == 2_000


@pytest.mark.parametrize("text", ["", "0", "-1", "10000000", "2 GB", "1.5", "٣"])
def test_what_is_no_size_of_files_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="UCAP_PLAN_FILES_MB"):
        read(tmp_path, {"UCAP_PLAN_FILES_MB": text})


def test_https_means_production(tmp_path: Path) -> None:
    settings = read(tmp_path, {"UCAP_BASE_URL": "https://plans.example.org/", "UCAP_SECRET_KEY": "long"})

    assert settings.is_production
    assert settings.base_url == "https://plans.example.org"
    assert settings.hosts == ["plans.example.org"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000", "http://localhost", "http://localhost:8000/"])
def test_plain_http_is_taken_from_this_machine(tmp_path: Path, url: str) -> None:
    assert not read(tmp_path, {"UCAP_BASE_URL": url}).is_production


@pytest.mark.parametrize(
    "url",
    [
        "http://plans.example.org",
        "ftp://plans.example.org",
        "plans.example.org",
        "https://",
        "https://plans.example.org/below",
        "https://[::1",
        "",
    ],
)
def test_an_unusable_address_is_refused_by_name(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="UCAP_BASE_URL"):
        read(tmp_path, {"UCAP_BASE_URL": url, "UCAP_SECRET_KEY": "long"})


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgresql+psycopg://u:p@h/d"])
def test_both_databases_are_taken(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, {"UCAP_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize("url", ["mysql://h/d", "postgresql://h/d", "postgres://h/d", "x.db", "sqlite://"])
def test_other_databases_are_refused_by_name(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="UCAP_DATABASE_URL"):
        read(tmp_path, {"UCAP_DATABASE_URL": url})


@pytest.mark.parametrize(("text", "is_demo"), [("", False), ("0", False), ("1", True), ("yes", True)])
def test_the_demonstration_is_on_when_asked_for(tmp_path: Path, text: str, *, is_demo: bool) -> None:
    assert read(tmp_path, {"UCAP_DEMO": text}).is_demo is is_demo


def test_the_demonstration_stays_off_in_production(tmp_path: Path) -> None:
    production = {"UCAP_BASE_URL": "https://plans.example.org", "UCAP_SECRET_KEY": "long"}

    assert not read(tmp_path, {**production, "UCAP_DEMO": "0"}).is_demo
    with pytest.raises(SettingsError, match="UCAP_DEMO"):
        read(tmp_path, {**production, "UCAP_DEMO": "1"})


def test_a_secret_is_required_in_production(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="UCAP_SECRET_KEY"):
        read(tmp_path, {"UCAP_BASE_URL": "https://plans.example.org"})

    assert not (tmp_path / "secret_key").exists()


def test_a_secret_that_is_set_is_taken_and_not_kept(tmp_path: Path) -> None:
    assert read(tmp_path, {"UCAP_SECRET_KEY": "mine"}).secret_key == "mine"
    assert not (tmp_path / "secret_key").exists()


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"

    first, second = read(folder), read(folder)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 43
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("attempt", range(20))
def test_processes_that_start_at_once_share_one_secret(tmp_path: Path, attempt: int) -> None:
    together = Barrier(8)

    def start(_number: int) -> str:
        together.wait()
        return read(tmp_path).secret_key

    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(start, range(8)))

    assert len(secrets) == 1
    assert "" not in secrets


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(SettingsError, match="UCAP_DATA_DIR"):
        read(tmp_path / "file" / "below")


def test_mail_comes_from_the_address_of_the_tracker_unless_said_otherwise(tmp_path: Path) -> None:
    production = {"UCAP_BASE_URL": "https://plans.example.org", "UCAP_SECRET_KEY": "long"}

    assert read(tmp_path, production).mail_from == "ucap@plans.example.org"
    assert read(tmp_path, {**production, "UCAP_MAIL_FROM": "help@city.example"}).mail_from == "help@city.example"


@pytest.mark.parametrize("text", ["nobody", "@plans.example", "help@", "Help <help@city.example>", "a@b\r\nBcc: c@d"])
def test_what_is_no_address_to_send_from_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="UCAP_MAIL_FROM"):
        read(tmp_path, {"UCAP_MAIL_FROM": text})


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:2525", "smtps://us%40er:secret@mail.example.org"])
def test_a_mail_server_is_taken(tmp_path: Path, url: str) -> None:
    assert read(tmp_path, {"UCAP_MAIL_URL": url}).mail_url == url
    assert read(tmp_path).mail_url is None


@pytest.mark.parametrize(
    "url", ["http://u:secret@h", "smtp://", "smtp://u:secret@h:70000", "mail.example.org", "smtp://["]
)
def test_what_is_no_mail_server_is_refused_without_saying_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match="UCAP_MAIL_URL") as refused:
        read(tmp_path, {"UCAP_MAIL_URL": url})

    assert "secret" not in str(refused.value)


def test_a_provider_of_openid_connect_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    whole = {
        "UCAP_OIDC_ISSUER": "https://id.example.org/city",
        "UCAP_OIDC_CLIENT_ID": "ucap",
        "UCAP_OIDC_CLIENT_SECRET": "secret",
    }

    found = read(tmp_path, whole).oidc
    assert found is not None
    assert (found.issuer, found.name) == ("https://id.example.org/city", "id.example.org")
    assert read(tmp_path).oidc is None
    for missing in ("UCAP_OIDC_CLIENT_ID", "UCAP_OIDC_CLIENT_SECRET"):
        with pytest.raises(SettingsError, match=missing):
            read(tmp_path, {**whole, missing: ""})


@pytest.mark.parametrize("issuer", ["http://id.example.org", "id.example.org", "https://[", "file:///etc"])
def test_a_provider_is_asked_over_https_only(tmp_path: Path, issuer: str) -> None:
    own = {"UCAP_OIDC_ISSUER": issuer, "UCAP_OIDC_CLIENT_ID": "x", "UCAP_OIDC_CLIENT_SECRET": "x"}

    with pytest.raises(SettingsError, match="UCAP_OIDC_ISSUER"):
        read(tmp_path, own)
