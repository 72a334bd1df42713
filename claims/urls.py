"""The addresses of the pages that analysts browse."""

from django.urls import path

from claims.views import (
    actors,
    allegation_editing,
    allegations,
    articles,
    attacks,
    claims,
    copies,
    editing,
    exports,
    home,
    links,
    outlets,
    reports,
    review,
    work,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("claims/", claims.claim_list, name="claims"),
    path("claims/<int:pk>/", claims.claim_detail, name="claim"),
    path("claims/export/<slug:name>/", exports.export_claims, name="export_claims"),
    path(
        "claims/<int:pk>/export/<slug:name>/",
        exports.export_claim,
        name="export_claim",
    ),
    path("timeline/", claims.timeline, name="timeline"),
    path("allegations/", allegations.allegation_list, name="allegations"),
    path(
        "allegations/<int:pk>-<slug:slug>/",
        allegations.allegation_detail,
        name="allegation",
    ),
    path(
        "allegations/<int:pk>-<slug:slug>/report/",
        reports.allegation_report,
        name="allegation_report",
    ),
    path(
        "allegations/<int:pk>/merge/",
        allegation_editing.merge,
        name="allegation_merge",
    ),
    path(
        "allegations/<int:pk>/split/",
        allegation_editing.split,
        name="allegation_split",
    ),
    path(
        "allegations/<int:pk>/title/",
        allegation_editing.rename,
        name="allegation_rename",
    ),
    path("allegations/<int:pk>/pin/", allegation_editing.pin, name="allegation_pin"),
    path("allegations/<int:pk>/tie/", allegation_editing.tie, name="allegation_tie"),
    path(
        "allegations/<int:pk>/untie/",
        allegation_editing.untie,
        name="allegation_untie",
    ),
    path("attacks/", attacks.attack_list, name="attacks"),
    path("attacks/<int:pk>-<slug:slug>/", attacks.attack_detail, name="attack"),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:slug>/", actors.actor_detail, name="actor"),
    path("outlets/", outlets.outlet_list, name="outlets"),
    path("outlets/<slug:slug>/", outlets.outlet_detail, name="outlet"),
    path("articles/<int:pk>/", articles.article_detail, name="article"),
    path(
        "articles/<int:pk>/changes/", articles.article_changes, name="article_changes"
    ),
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
    path("work/", work.work, name="work"),
]
