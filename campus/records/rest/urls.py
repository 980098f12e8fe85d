"""The address of the records' door."""

from django.urls import path

from .views import Records

urlpatterns = [path("records", Records.as_view(), name="records")]
