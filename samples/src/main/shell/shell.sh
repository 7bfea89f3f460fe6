#!/bin/sh
# An application without a port: it writes a line every few seconds until it is told to stop.
set -eu
every="${EVERY:-5}"
beat=0
trap 'echo "shell 1.0 stops after $beat beats"; exit 0' TERM INT
echo "shell 1.0 starts with pid $$, a line every $every s"
while :; do
    beat=$((beat + 1))
    echo "shell 1.0, beat $beat, $(date -u '+%Y-%m-%dT%H:%M:%SZ')"
    # In the background, so that a signal ends the wait at once.
    sleep "$every" &
    wait $!
done
