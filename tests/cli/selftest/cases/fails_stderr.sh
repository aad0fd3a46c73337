echo unexpected >&2
