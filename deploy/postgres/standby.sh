#!/bin/bash
# A standby: copied from the primary at its first start, streaming from it ever after. `pg_ctl promote` makes it the primary.
set -euo pipefail
data=/var/lib/postgresql/data
passes=/var/lib/postgresql/.pgpass
from="host=$PRIMARY user=replication application_name=standby passfile=$passes"
(umask 077; printf '%s:5432:replication:replication:%s\n' "$PRIMARY" "$(cat /run/secrets/replication_password)" > "$passes")
if [ ! -s "$data/PG_VERSION" ]; then
    pg_basebackup --pgdata "$data" --dbname "$from" --slot standby --wal-method stream --checkpoint fast --write-recovery-conf
    chmod 0700 "$data"
fi
exec postgres -D "$data" -c config_file=/etc/quanyi/postgres/server.conf -c archive_mode=off
