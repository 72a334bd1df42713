from django.db import migrations

REVISION_IS_FINAL = r"""
CREATE FUNCTION revision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an archived text is never changed: add a revision'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'revision_is_final';
END $$;
CREATE TRIGGER revision_is_final
    BEFORE UPDATE OF text, sha256 ON sources_revision FOR EACH ROW
    WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.sha256 IS DISTINCT FROM NEW.sha256)
    EXECUTE FUNCTION revision_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]

    operations = [
        migrations.RunSQL(
            REVISION_IS_FINAL,
            "DROP TRIGGER revision_is_final ON sources_revision;"
            "DROP FUNCTION revision_is_final()",
        )
    ]
