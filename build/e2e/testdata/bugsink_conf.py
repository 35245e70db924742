# Bugsink for a test: SQLite in the folder of this file, events stored before the
# answer, and nothing limited.
import os

from bugsink.settings.default import *

RUN = os.path.dirname(os.path.abspath(__file__))
PORT = os.environ["BUGSINK_PORT"]
SECRET_KEY = "a key for a server that lives as long as one test, on loopback"
DATABASES["default"]["NAME"] = RUN + "/db.sqlite3"
DATABASES["snappea"]["NAME"] = RUN + "/snappea.sqlite3"
TIME_ZONE = "UTC"
SNAPPEA = {"TASK_ALWAYS_EAGER": True}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
UNLIMITED = (
    "MAX_EVENTS_PER_PROJECT_PER_5_MINUTES",
    "MAX_EVENTS_PER_PROJECT_PER_HOUR",
    "MAX_EVENTS_PER_PROJECT_PER_MONTH",
    "MAX_EVENTS_PER_5_MINUTES",
    "MAX_EVENTS_PER_HOUR",
    "MAX_EVENTS_PER_MONTH",
)


class SignedIn:
    """Pages are for the only user, who needs no password here; the API has its tokens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/api/"):
            from django.contrib.auth import get_user_model

            request.user = get_user_model().objects.get(is_superuser=True)
        return self.get_response(request)


MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1, "bugsink_conf.SignedIn"
)
BUGSINK = {
    "BASE_URL": "http://127.0.0.1:" + PORT,
    "SINGLE_USER": True,
    "PHONEHOME": False,
    "VALIDATE_ON_DIGEST": "strict",
    "KEEP_ENVELOPES": 1000,
    "INGEST_STORE_BASE_DIR": RUN + "/ingestion",
    **{name: 10**9 for name in UNLIMITED},
}
