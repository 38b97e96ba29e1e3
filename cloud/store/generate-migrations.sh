#!/bin/sh
# Makes cloud/store/migrations anew from schema.ts and sign-in-schema.ts: one initial migration until the first release.
set -eu
cd "$(dirname "$0")/../.."
exec flock /tmp/migrations.lock sh -c '
  rm -rf cloud/store/migrations
  ./node_modules/.bin/drizzle-kit generate --dialect postgresql --schema "./cloud/store/*schema.ts" --out cloud/store/migrations --name initial
  ./node_modules/.bin/prettier --write --log-level warn cloud/store/migrations
'
