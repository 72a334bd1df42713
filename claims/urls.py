"""The addresses of the pages that analysts browse."""

from django.urls import path

from claims.views import (
    actors,
    allegations,
    articles,
    claims,
    home,
    outlets,
    review,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("claims/", claims.claim_list, name="claims"),
    path("claims/<int:pk>/", claims.claim_detail, name="claim"),
    path("timeline/", claims.timeline, name="timeline"),
    path("allegations/", allegations.allegation_list, name="allegations"),
    path(
        "allegations/<int:pk>-<slug:slug>/",
        allegations.allegation_detail,
        name="allegation",
    ),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:slug>/", actors.actor_detail, name="actor"),
    path("outlets/", outlets.outlet_list, name="outlets"),
    path("outlets/<slug:slug>/", outlets.outlet_detail, name="outlet"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path("review/", review.review, name="review"),
]
