import datetime

import django.contrib.postgres.fields
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

#: The page is the proof of its text, and as final.
PAGE_IS_FINAL = """
CREATE TRIGGER page_is_final
    BEFORE UPDATE OF html, html_sha256, html_url, html_headers
    ON sources_revision FOR EACH ROW
    WHEN (OLD.html_sha256 <> '' AND (
        OLD.html IS DISTINCT FROM NEW.html
        OR OLD.html_sha256 IS DISTINCT FROM NEW.html_sha256
        OR OLD.html_url IS DISTINCT FROM NEW.html_url
        OR OLD.html_headers IS DISTINCT FROM NEW.html_headers))
    EXECUTE FUNCTION revision_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0003_articles_know_their_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Host",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=300, unique=True, verbose_name="host"),
                ),
                (
                    "free_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False
                    ),
                ),
                (
                    "rest_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="The site asked to be left alone (status 429 or 503)",
                        null=True,
                        verbose_name="resting until",
                    ),
                ),
                ("robots", models.TextField(blank=True, verbose_name="robots.txt")),
                (
                    "robots_read_at",
                    models.DateTimeField(null=True, verbose_name="robots.txt read at"),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="dismissed_at",
            field=models.DateTimeField(
                editable=False, help_text="When somebody let its failure be", null=True
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="etag",
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name="article",
            name="host",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    models.Func(
                        models.F("url"),
                        models.Value("^https?://([^/?#]{1,255})"),
                        function="substring",
                    ),
                    models.Value(""),
                ),
                output_field=models.CharField(max_length=300),
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="last_modified",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="article",
            name="recheck_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When to look whether it has changed",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="entries_seen",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="entries seen"
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="fixed_interval",
            field=models.DurationField(
                blank=True,
                help_text="hh:mm:ss; empty: as often as it publishes something",
                null=True,
                verbose_name="interval by hand",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="folder",
            field=models.CharField(
                blank=True,
                help_text="As in OPML lists; a slash parts folders in folders",
                max_length=500,
                verbose_name="folder",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="former_urls",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.URLField(max_length=2000),
                default=list,
                editable=False,
                help_text="From where it was redirected for good",
                size=None,
                verbose_name="former addresses",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="host",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Coalesce(
                    models.Func(
                        models.F("url"),
                        models.Value("^https?://([^/?#]{1,255})"),
                        function="substring",
                    ),
                    models.Value(""),
                ),
                output_field=models.CharField(max_length=300),
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="is_muted",
            field=models.BooleanField(
                default=False,
                help_text="Its failures and silence are no alarm",
                verbose_name="muted",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="last_fetch_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="last fetch"
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="last_status",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="last status"
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="newest_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="newest article"
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="pause_at_least",
            field=models.DurationField(default=datetime.timedelta, editable=False),
        ),
        migrations.AddField(
            model_name="feed",
            name="pause_days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="pause_hours",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=list,
                editable=False,
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="retired_at",
            field=models.DateTimeField(
                editable=False,
                help_text="Its site gave it up",
                null=True,
                verbose_name="retired",
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="usual_gap",
            field=models.DurationField(
                editable=False, null=True, verbose_name="time between two articles"
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="html_headers",
            field=models.JSONField(
                blank=True,
                default=dict,
                editable=False,
                verbose_name="headers that came with the page",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="html_sha256",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=64,
                verbose_name="SHA-256 of the page",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="html_url",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="After all redirects",
                max_length=2000,
                verbose_name="address that the page came from",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="interval",
            field=models.DurationField(
                default=datetime.timedelta(seconds=1800),
                editable=False,
                help_text="How often it is asked, as its habits are",
                verbose_name="interval",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("recheck_at"),
                condition=models.Q(
                    ("recheck_at__isnull", False), ("state", "archived")
                ),
                name="article_recheck",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("id"),
                condition=models.Q(("state", "failed")),
                name="article_failed",
            ),
        ),
        migrations.RunSQL(
            PAGE_IS_FINAL, "DROP TRIGGER page_is_final ON sources_revision"
        ),
    ]
