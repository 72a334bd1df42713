"""Forms of the pages on feeds and imports."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

#: What a request can import before the web server gives it up.
MAX_UPLOAD_BYTES = 10 * 2**20
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
        files = [super(FilesField, self).clean(upload, initial) for upload in found]
        if sum(file.size for file in files) > MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "Together they have more than %(size)d MB. Split them, or have "
                    "manage.py import_documents read them on the server."
                ),
                params={"size": MAX_UPLOAD_BYTES // 2**20},
            )
        return files


class FilesForm(forms.Form):
    """Files from the user's disk."""

    uploads = FilesField(
        label=_("Files"),
        allow_empty_file=True,
        help_text=_(
            "Plain text, saved web pages, or JSONL with a document on each line."
        ),
    )
    outlet = forms.CharField(
        label=_("Outlet"), max_length=200, required=False, help_text=OUTLET_HELP
    )
    day = forms.DateField(
        label=_("Day of publication"), required=False, widget=DayInput
    )
