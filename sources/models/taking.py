"""How long a worker may have a row of the queue for itself."""

from datetime import timedelta

#: A taken article or feed whose worker died is taken again after this long. It must
#: exceed the longest fetch (time limit plus redirects) by far, or work is doubled.
TAKEN_TIMEOUT = timedelta(minutes=10)
