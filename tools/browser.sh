#!/bin/sh
# See that a Chromium is there for the tests that look at pages; install Debian's where it is not.
# Never fails: without a browser those tests are skipped (and under CI=true they fail by themselves).
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
# A path set by hand serves as well.
[ -x "${THERMIDOR_BROWSER:-}" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests" >&2
    log=$(mktemp)
    if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends chromium; } >"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 3 "$log" >&2
    rm -f "$log"
fi
echo "No Chromium here, and it cannot be installed: the browser tests will not run (install chromium, or set THERMIDOR_BROWSER)" >&2
exit 0
