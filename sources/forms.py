"""Forms of the pages on feeds and imports."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sources.parse import FIELDS

#: More is better read from the server's own disk, by manage.py import_documents.
MAX_UPLOAD_BYTES = 2**30
OUTLET_HELP = _("Who published it. Leave it empty if the page or file says so itself.")


class FeedForm(forms.Form):
    """A feed to follow."""

    url = forms.URLField(
        label=_("Address of the feed"), max_length=2000, assume_scheme="https"
    )
    outlet = forms.CharField(
        label=_("Outlet"),
        max_length=200,
        required=False,
        help_text=_("Whose feed it is. Leave it empty to name it after the feed."),
    )


class AddressForm(forms.Form):
    """A page or feed on the web."""

    url = forms.URLField(
        label=_("Address of an article or a feed"),
        max_length=2000,
        assume_scheme="https",
    )
    outlet = forms.CharField(
        label=_("Outlet"), max_length=200, required=False, help_text=OUTLET_HELP
    )


class DayInput(forms.DateInput):
    input_type = "date"


class TextForm(forms.Form):
    """A text that somebody copied."""

    title = forms.CharField(
        label=_("Headline"),
        max_length=1000,
        required=False,
        help_text=_("Leave it empty if it is the first line of the text."),
    )
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        strip=False,
        help_text=_("Paragraphs are parted by blank lines."),
    )
    outlet = forms.CharField(label=_("Outlet"), max_length=200)
    day = forms.DateField(
        label=_("Day of publication"), required=False, widget=DayInput
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=2000,
        required=False,
        assume_scheme="https",
        help_text=_("Where it was published, if on the web."),
    )


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploaded files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        found = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(upload, initial) for upload in found]


class ColumnsField(forms.CharField):
    """Which column of a table holds what, as in "text=Body, title=Heading"."""

    def clean(self, value: Any) -> dict[str, str]:
        pairs = [part.partition("=") for part in super().clean(value).split(",")]
        columns = {field.strip(): name.strip() for field, _equals, name in pairs}
        columns.pop("", None)
        if any(field not in FIELDS or not name for field, name in columns.items()):
            raise forms.ValidationError(
                _("Write field=column, with %(fields)s as fields: text=Body, …"),
                params={"fields": ", ".join(FIELDS)},
            )
        return columns


class FilesForm(forms.Form):
    """Files from the user's disk."""

    uploads = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "Texts, web pages, PDF, Word documents (DOCX), mails (EML); JSON, JSONL "
            "and CSV with many documents; WARC; ZIP archives of these. 1 GB at most."
        ),
    )
    outlet = forms.CharField(
        label=_("Outlet"), max_length=200, required=False, help_text=OUTLET_HELP
    )
    day = forms.DateField(
        label=_("Day of publication"), required=False, widget=DayInput
    )
    columns = ColumnsField(
        label=_("Columns of a CSV table"),
        max_length=1000,
        required=False,
        help_text=_(
            "Only if they have unusual names: text=Body, title=Heading, date=Day, …"
        ),
    )
    is_trial = forms.BooleanField(
        label=_("Only try: say what would happen, and archive nothing"), required=False
    )
