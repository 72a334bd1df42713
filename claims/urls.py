"""The addresses of the pages that analysts browse."""

from django.urls import path

from claims.views import (
    actors,
    allegations,
    articles,
    claims,
    copies,
    editing,
    home,
    links,
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
    path("review/links/", review.review_links, name="review_links"),
    path("claims/<int:pk>/decide/", editing.decide, name="claim_decide"),
    path("claims/<int:pk>/correct/", editing.correct, name="claim_correct"),
    path("claims/<int:pk>/link/", links.add, name="claim_link"),
    path("links/<int:pk>/decide/", links.decide, name="link_decide"),
    path("articles/<int:pk>/add-claim/", editing.add, name="claim_add"),
    path("articles/<int:pk>/copy-of/", copies.add, name="copy_add"),
    path("copies/<int:pk>/decide/", copies.decide, name="copy_decide"),
    path("actor-suggestions/", editing.actor_suggestions, name="actor_suggestions"),
]
