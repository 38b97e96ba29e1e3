#!/bin/sh
# Makes cloud/store/migrations anew from schema.ts and sign-in-schema.ts: one initial migration until the first release.
set -eu
cd "$(dirname "$0")/../.."
exec flock /tmp/migrations.lock sh -c '
  schema=./cloud/store/schema.ts
  [ -f ./cloud/store/sign-in-schema.ts ] && schema="$schema,./cloud/store/sign-in-schema.ts"
  rm -rf cloud/store/migrations
  ./node_modules/.bin/drizzle-kit generate --dialect postgresql --schema "$schema" --out cloud/store/migrations --name initial
  ./node_modules/.bin/prettier --write --log-level warn cloud/store/migrations
'
