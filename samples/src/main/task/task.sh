#!/bin/sh
# A task: runs once, says what it did, ends with 0.
set -eu
echo "task 1.0 begins with pid $$ in $(pwd)"
date -u '+%Y-%m-%dT%H:%M:%SZ' > last-run.txt
echo "task 1.0 wrote last-run.txt and is done"
