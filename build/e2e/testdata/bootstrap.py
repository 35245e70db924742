# Makes a user, a project and a token, and prints them as JSON.
import json

from bsmain.models import AuthToken
from django.contrib.auth import get_user_model
from projects.models import Project

get_user_model().objects.get_or_create(username="e2e", defaults={"is_superuser": True, "is_staff": True})
project, _ = Project.objects.get_or_create(name="trade")
print(json.dumps({"dsn": project.dsn, "project": project.id, "token": AuthToken.create_full_access().token}))
