"""The address of my own account."""

from django.urls import path

from .me import MyAccount

urlpatterns = [path("me", MyAccount.as_view(), name="me")]
