from django.db import migrations

CLAIM_INSIDE_ITS_TEXT = r"""
CREATE FUNCTION claim_inside_its_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text;
BEGIN
    SELECT substr(text, NEW.start_char + 1, NEW.end_char - NEW.start_char)
      INTO words FROM sources_revision WHERE id = NEW.revision_id;
    IF words IS DISTINCT FROM NEW.exact THEN
        RAISE EXCEPTION 'claim words are not the text at % to %',
            NEW.start_char, NEW.end_char
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_inside_its_text';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER claim_inside_its_text
    BEFORE INSERT OR UPDATE OF revision_id, start_char, end_char, exact
    ON claims_claim FOR EACH ROW EXECUTE FUNCTION claim_inside_its_text();
"""

DECISIONS_APPEND_ONLY = r"""
CREATE FUNCTION decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions are append-only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_is_final';
END $$;
CREATE TRIGGER decision_is_final
    BEFORE UPDATE OR DELETE ON claims_decision
    FOR EACH ROW EXECUTE FUNCTION decision_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.RunSQL(
            CLAIM_INSIDE_ITS_TEXT,
            "DROP TRIGGER claim_inside_its_text ON claims_claim;"
            "DROP FUNCTION claim_inside_its_text()",
        ),
        migrations.RunSQL(
            DECISIONS_APPEND_ONLY,
            "DROP TRIGGER decision_is_final ON claims_decision;"
            "DROP FUNCTION decision_is_final()",
        ),
    ]
