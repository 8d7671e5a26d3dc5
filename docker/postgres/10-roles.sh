#!/bin/sh
# Runs once, when the data volume of the postgres service is empty.
set -eu
psql -v ON_ERROR_STOP=1 --single-transaction --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" -v maintenance_password="$MAINTENANCE_PASSWORD" \
  -v evidence_password="$EVIDENCE_PASSWORD" -f /etc/worker-card/roles.sql
