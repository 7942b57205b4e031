#!/bin/bash
# Run once, by the server's image, when the data folder is empty.
set -euo pipefail
# The server that runs now is the image's own, without TCP: no standby can reach it, and a commit that waited for one would wait for ever.
PGOPTIONS='-c synchronous_commit=local' psql --set ON_ERROR_STOP=1 --set quanyi="$(cat /run/secrets/quanyi_password)" --set app="$(cat /run/secrets/app_password)" --set replication="$(cat /run/secrets/replication_password)" <<'SQL'
CREATE ROLE quanyi LOGIN PASSWORD :'quanyi';
CREATE DATABASE quanyi OWNER quanyi ENCODING 'UTF8' TEMPLATE template0;
CREATE ROLE quanyi_platform NOLOGIN;
CREATE ROLE quanyi_enterprise NOLOGIN;
CREATE ROLE quanyi_vault NOLOGIN;
CREATE ROLE quanyi_app LOGIN NOINHERIT PASSWORD :'app';
GRANT quanyi_platform, quanyi_enterprise, quanyi_vault TO quanyi, quanyi_app;
REVOKE CONNECT ON DATABASE quanyi FROM PUBLIC;
GRANT CONNECT ON DATABASE quanyi TO quanyi_app;
CREATE ROLE replication LOGIN REPLICATION PASSWORD :'replication';
SELECT pg_create_physical_replication_slot('standby', true);
SQL
# Made postgres's own by the service archive. Where it is not, every attempt fails, WAL is kept until the disk is full, and this says so first.
test -w /var/lib/postgresql/archive || echo "WAL can't be archived: chown postgres the volume archive." >&2
