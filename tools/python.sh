#!/bin/sh
# Print the first Python >= 3.11 that can make a virtual environment.
for candidate in "${PYTHON:-}" python3 python3.11 python3.12 python3.13 python3.14 python \
    /usr/bin/python3 /usr/local/bin/python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
        >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "thermidor needs Python 3.11 or later with its venv module (Debian: apt-get install python3-venv)" >&2
exit 1
