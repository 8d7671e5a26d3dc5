#!/bin/sh
# The commands of the image. exec: signals reach the program itself, and so it leaves in order.
set -eu
cd /app
case "${1:-api}" in
  # The flags are those of NODE_FLAGS in src/cli/start/processes.ts.
  api) exec node --enable-source-maps --min-semi-space-size=16 --max-semi-space-size=64 dist/src/main.js ;;
  jobs) exec node --enable-source-maps dist/src/main.jobs.js ;;
  migrate)
    # Keys first: nothing may be written before what seals it exists.
    node dist/src/cli/admin.js keys
    exec node dist/src/cli/admin.js migrate
    ;;
  admin)
    shift
    exec node dist/src/cli/admin.js "$@"
    ;;
  *)
    echo "There is no command \"$1\": use api, jobs, migrate or admin …" >&2
    exit 2
    ;;
esac
