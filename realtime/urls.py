from django.urls import path

from realtime import pages

urlpatterns = [
    path("live/", pages.live, name="live"),
    path("api/ping", pages.ping, name="ping"),
    path("health/live", pages.health_live, name="health-live"),
    path("health/ready", pages.health_ready, name="health-ready"),
]
