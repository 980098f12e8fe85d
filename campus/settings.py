"""Every setting in one file; all differences between installations come from `campus.env`."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from campus.env import load

env = load()

# The campus itself
CAMPUS_IRI = env.iri
CAMPUS_PUBLIC_URL = env.public_url
CAMPUS_DATA = env.data
CAMPUS_HOST_NAME = env.iri.removeprefix("https://")
IS_DEVELOPMENT = env.is_development
CAMPUS_FORMER_IRIS = env.former_iris
SIGNING_KEY_FILE = env.signing_key_file
TOKEN_KEY_FILE = env.token_key_file
PDF_KEY = env.pdf_key
TIMESTAMP_URL = env.timestamp_url
HAS_EMBEDDED_DATABASE = env.has_embedded_database
APPLICATION_ROLE = env.database_app_role

# Django
SECRET_KEY = env.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(env.public_url).hostname, "127.0.0.1", "localhost", "[::1]"]
# Credentials say where their issuer and their status are read: under every name of the campus.
ALLOWED_HOSTS += [urlsplit(iri).hostname for iri in (env.iri, *env.former_iris)]
CSRF_TRUSTED_ORIGINS = [env.public_url]
ROOT_URLCONF = "campus.urls"
WSGI_APPLICATION = "campus.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
USE_TZ = True
TIME_ZONE = "Europe/Paris"  # pages and admin show the clock on the wall; instants stay UTC
APPEND_SLASH = False

INSTALLED_APPS = [
    "campus",
    "campus.accounts",
    "campus.owed",
    "campus.jobs",
    "campus.outbox",
    "campus.audit",
    "campus.records",
    "courses",
    "tracks",
    "workers",
    "workers.progress",
    "workers.certificates",
    "campus.web",
    "campus.demo",
    "campus.adminsite",
    "unfold.apps.BasicAppConfig",
    "campus.adminsite.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

# Ready bytes come first: a published lesson needs neither session nor language.
MIDDLEWARE = [
    "courses.rest.ready.ReadyBytes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "campus.web.security.ContentSecurityPolicy",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "campus.web.context.campus",
            ]
        },
    }
]

# The database: a connection a thread, asked at the start of a request whether it still lives. A
# pool was tried: it hides a lost server for as long as it waits, and again while it backs off.
DATABASES = {"default": env.database | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DATABASES["default"]["ENGINE"] = "campus.database"
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "prepare_threshold": 5,
    **DATABASES["default"].get("OPTIONS", {}),
}

# Redis holds no fact: doorbells, and nothing that may not be lost.
REDIS_URL = env.redis_url
BROKER_URL = env.broker_url

# Languages
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["campus.formats"]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "blobs": env.blob_storage,
}
UPLOADS_FOLDER = env.data / "uploads"
LARGEST_UPLOAD = env.largest_upload
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail: rows in the outbox, sent by a worker. None: kept, and in development read at /dev/mail.
EMAIL_BACKEND = "campus.outbox.backend.OutboxBackend"
MAIL_SERVER = env.mail_server
DEFAULT_FROM_EMAIL = f"Campus <no-reply@{CAMPUS_HOST_NAME}>"

# Security
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.public_url.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
X_FRAME_OPTIONS = "DENY"
# Videos of other hosts play in lessons once a reader says so; frames come from nowhere else. The
# first two are those of `campus.markdown.videos`, which stands above the settings.
VIDEO_HOSTS = env.video_hosts
VIDEO_FRAMES = ("www.youtube-nocookie.com", "geo.dailymotion.com", *VIDEO_HOSTS)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-src": [f"https://{host}" for host in VIDEO_FRAMES],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Signing in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "campus.web.account.SignupDetails"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = env.public_url.split(":", 1)[0]
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = env.proxies
HEADLESS_ENABLED = True
HEADLESS_CLIENTS = ("app",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{env.public_url}/fr/account/confirm-email/{{key}}/",
    "account_reset_password_from_key": f"{env.public_url}/fr/account/password/reset/key/{{key}}/",
    "account_signup": f"{env.public_url}/fr/account/signup/",
}

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "campus.accounts.rest.tokens.SessionToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["campus.rest.policies.NobodyUnlessNamed"],
    "DEFAULT_RENDERER_CLASSES": ["campus.rest.rendering.JSON"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "campus.rest.problems.answer",
    "DEFAULT_SCHEMA_CLASS": "campus.rest.schemas.Described",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Campus",
    "DESCRIPTION": "Open courses, tailor-made tracks, progress and credentials.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PERMISSIONS": ["campus.rest.policies.Anyone"],
    # The enum of verbs stays where its table is.
    "POSTPROCESSING_HOOKS": ["campus.web.describing.with_dropped_files"],
}

# The admin's skin
UNFOLD = {
    "SITE_TITLE": "Campus",
    "SITE_HEADER": "Campus",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
