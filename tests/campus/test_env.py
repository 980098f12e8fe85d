"""What a setting may be, and the one line that refuses anything else."""

from pathlib import Path

import pytest

from campus.env import BadSettings, load

DEVELOPMENT = {"CAMPUS_ENV": "development", "CAMPUS_DATA": "/nowhere/campus"}
PRODUCTION = {
    "CAMPUS_DATA": "/nowhere/campus",
    "CAMPUS_SECRET_KEY": "k" * 50,
    "CAMPUS_IRI": "https://campus.example.org",
}


def test_development_needs_no_setting() -> None:
    env = load(DEVELOPMENT)
    assert env.is_development
    assert (env.iri, env.public_url) == ("https://campus.example", "http://127.0.0.1:8000")
    assert env.has_embedded_database
    assert env.has_embedded_redis
    assert env.mail_server is None


def test_campus_is_in_production_unless_told_otherwise() -> None:
    assert load(PRODUCTION).environment == "production"
    assert load(PRODUCTION).public_url == "https://campus.example.org"


@pytest.mark.parametrize("name", ["CAMPUS_SECRET_KEY", "CAMPUS_IRI"])
def test_production_guesses_neither_secret_nor_name(name: str) -> None:
    without = {key: text for key, text in PRODUCTION.items() if key != name}
    with pytest.raises(BadSettings, match=f"^{name} is not set: "):
        load(without)


def test_the_secret_of_development_is_refused_in_production() -> None:
    known = load(DEVELOPMENT).secret_key
    with pytest.raises(BadSettings, match="CAMPUS_SECRET_KEY is easy to guess"):
        load(PRODUCTION | {"CAMPUS_SECRET_KEY": known})


NONSENSE = [
    ("CAMPUS_ENV", "staging"),
    ("CAMPUS_ENV", "Development"),
    ("CAMPUS_SECRET_KEY", "short"),
    ("CAMPUS_IRI", "http://campus.example.org"),
    ("CAMPUS_IRI", "https://"),
    ("CAMPUS_IRI", "https://campus.example.org/path"),
    ("CAMPUS_IRI", "https://me@campus.example.org"),
    ("CAMPUS_PUBLIC_URL", "campus.example.org"),
    ("CAMPUS_PUBLIC_URL", "ftp://campus.example.org"),
    ("CAMPUS_HOST", "http://127.0.0.1"),
    ("CAMPUS_PROXIES", "one"),
    ("CAMPUS_PROXIES", "-1"),
    ("CAMPUS_PROXIES", "10"),
    ("CAMPUS_VIDEO_HOSTS", "https://tube.example.org"),
    ("CAMPUS_VIDEO_HOSTS", "tube.example.org; script-src *"),
    ("CAMPUS_VIDEO_HOSTS", "*.example.org"),
    ("CAMPUS_VIDEO_HOSTS", "localhost"),
    ("PORT", "http"),
    ("PORT", "0"),
    ("PORT", "65536"),
    ("PORT", "-1"),
    ("PORT", "٨٠٠٠"),
    ("DATABASE_URL", "sqlite:///campus.db"),
    ("DATABASE_URL", "mysql://campus:pw@host/campus"),
    ("DATABASE_URL", "postgresql://campus:pw@host"),
    ("DATABASE_URL", "postgresql://host/campus"),
    ("DATABASE_URL", "postgresql://campus:pw@host:notaport/campus"),
    ("DATABASE_URL", "host"),
    ("DATABASE_OWNER_URL", "postgresql://owner:pw@host/campus"),
    ("REDIS_URL", "http://host:6379"),
    ("REDIS_URL", "redis://"),
    ("REDIS_URL", "redis://host:port/0"),
    ("REDIS_URL", "redis://host/zero"),
    ("REDIS_URL", "redis://ho st/0"),
    ("EMAIL_URL", "mail.example.org"),
    ("EMAIL_URL", "consolemail://"),
]


@pytest.mark.parametrize(("name", "text"), NONSENSE)
def test_nonsense_is_refused_in_one_line_that_names_the_setting(name: str, text: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load(DEVELOPMENT | {name: text})
    line = str(refusal.value)
    assert line.startswith(f"{name} ")
    assert ": " in line
    assert "\n" not in line


SENSE = [
    ("CAMPUS_ENV", "production"),
    ("CAMPUS_IRI", "https://campus.example.org:8443"),
    ("CAMPUS_PUBLIC_URL", "http://intranet/campus"),
    ("CAMPUS_HOST", "::1"),
    ("CAMPUS_VIDEO_HOSTS", "tube.example.org, video.example.org"),
    ("PORT", "65535"),
    ("DATABASE_URL", "postgres://campus:p%40ss@host:5433/campus?sslmode=require"),
    ("DATABASE_URL", "postgresql://campus@/campus?host=/run/postgresql"),
    ("REDIS_URL", "redis://:pw@host:6379/3"),
    ("REDIS_URL", "rediss://host"),
    ("REDIS_URL", "unix:///run/redis/redis.sock?db=2"),
    ("EMAIL_URL", "smtp+tls://me:pw@mail.example.org:587"),
]


@pytest.mark.parametrize(("name", "text"), SENSE)
def test_sense_is_taken(name: str, text: str) -> None:
    load(PRODUCTION | {name: text})


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL"])
def test_a_refusal_shows_no_password(name: str) -> None:
    with pytest.raises(BadSettings) as refusal:
        load(DEVELOPMENT | {name: "what://me:hunter2@host"})
    assert "hunter2" not in str(refusal.value)
    assert "hunter2" not in repr(load(DEVELOPMENT | {"REDIS_URL": "redis://:hunter2@host"}))


def test_an_empty_setting_is_an_unset_one() -> None:
    assert load(DEVELOPMENT | {"DATABASE_URL": "", "PORT": ""}).port == 8000


def test_one_database_url_is_one_role_for_everything() -> None:
    env = load(PRODUCTION | {"DATABASE_URL": "postgresql://one:pw@host/campus"})
    assert env.database_owner_url == env.database_url
    assert env.database_app_role == "one"


def test_the_application_and_the_owner_are_two_roles() -> None:
    given = PRODUCTION | {
        "DATABASE_URL": "postgresql://campus:pw@host/campus",
        "DATABASE_OWNER_URL": "postgresql://campus_owner:pw@host/campus",
    }
    assert load(given).database["USER"] == "campus"
    acting = load(given | {"CAMPUS_DATABASE_AS": "owner"})
    assert (acting.database["USER"], acting.database_app_role) == ("campus_owner", "campus")


def test_the_embedded_servers_are_found_from_the_data_folder_alone() -> None:
    env = load(DEVELOPMENT | {"CAMPUS_DATA": "/Nowhere/A folder"})
    assert env.database["HOST"] == "/Nowhere/A folder/run/postgresql"
    assert env.broker_url == "redis+socket:///Nowhere/A%20folder/run/valkey.sock?virtual_host=0"


def test_the_settings_file_speaks_where_the_environment_is_silent(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text('# kept\n\nCAMPUS_ENV=development\nPORT="8010"\n')
    env = load({"CAMPUS_DATA": str(tmp_path)})
    assert (env.environment, env.port) == ("development", 8010)
    assert load({"CAMPUS_DATA": str(tmp_path), "PORT": "8020"}).port == 8020


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text("CAMPUS_ENV=development\nPORT 8010\n")
    with pytest.raises(BadSettings, match=r"settings\.env line 2 is no setting"):
        load({"CAMPUS_DATA": str(tmp_path)})


def test_a_settings_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match=r"settings\.env cannot be read"):
        load({"CAMPUS_DATA": str(tmp_path)})


def test_no_proxy_is_believed_unless_named() -> None:
    assert load(PRODUCTION).proxies == 0
    assert load(PRODUCTION | {"CAMPUS_PROXIES": "2"}).proxies == 2


def test_hosts_of_videos_are_read_once_each() -> None:
    given = "Tube.example.org, video.example.org tube.example.org"
    assert load(DEVELOPMENT).video_hosts == ()
    assert load(DEVELOPMENT | {"CAMPUS_VIDEO_HOSTS": given}).video_hosts == (
        "tube.example.org",
        "video.example.org",
    )


def test_former_names_are_addresses_of_the_campus_too() -> None:
    given = "https://old.example/ https://older.example https://old.example"
    assert load(DEVELOPMENT).former_iris == ()
    read = load(DEVELOPMENT | {"CAMPUS_FORMER_IRIS": given})
    assert read.former_iris == ("https://old.example", "https://older.example")
    for wrong in ("old.example", "http://old.example", "https://old.example/path"):
        with pytest.raises(BadSettings, match="CAMPUS_FORMER_IRIS holds"):
            load(DEVELOPMENT | {"CAMPUS_FORMER_IRIS": wrong})
