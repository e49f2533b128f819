#!/bin/sh
# Builds the example's source database, data/shop.db, from plans/shop/. The same rows every time.
set -eu

cd "$(dirname "$0")/.."
database=data/shop.db
draft="$database.$$"

mkdir -p data
trap 'rm -f "$draft" "$draft-journal"' EXIT
{
    echo 'BEGIN;'
    cat plans/shop/schema.sql plans/shop/rows.sql
    echo 'COMMIT;'
} | sqlite3 -batch -bail "$draft"

# A log of another database would be taken for this one's.
rm -f "$database-wal" "$database-shm" "$database-journal"
mv "$draft" "$database"
echo "$database: $(sqlite3 -readonly "$database" "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") tables"
