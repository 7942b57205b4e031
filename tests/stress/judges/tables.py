"""The invariants, written again from the design in SQL of the rig's own. Each query returns what breaks the promise."""

import psycopg

from tests.stress.acks import Finding

_LAST_EVENT = """SELECT t.id FROM {table} t LEFT JOIN LATERAL (SELECT after FROM common_event e WHERE e.subject_type = '{noun}'
    AND e.subject_id = t.id AND e.after <> '' ORDER BY e.id DESC LIMIT 1) e ON true WHERE {where} e.after IS DISTINCT FROM t.state"""

PROMISES = {
    "I01 one code, one redemption": """SELECT code_id FROM redemption_redemption WHERE code_id IS NOT NULL GROUP BY code_id HAVING count(*) > 1""",
    "I01 item delivered once": """SELECT grant_id FROM redemption_redemption WHERE state NOT IN ('failed', 'reversed')
        GROUP BY grant_id, item_no HAVING count(*) > 1""",
    "I02 a lot adds up": """SELECT l.id FROM supply_lot l WHERE l.state NOT IN ('receiving', 'discarded') AND l.received_count <> (
        SELECT count(*) FROM supply_code c WHERE c.lot_id = l.id AND c.state IN ('available', 'reserved', 'issued', 'void', 'expired'))""",
    "I02 given has an owner": "SELECT id FROM supply_code WHERE (state IN ('reserved', 'issued')) AND purpose_id IS NULL",
    "I02 free has none": "SELECT id FROM supply_code WHERE state = 'available' AND purpose_id IS NOT NULL",
    "I03 one plaintext": "SELECT min(id::text) FROM supply_code GROUP BY fingerprint HAVING count(*) > 1",
    "I04 fulfilled has an issued code": """SELECT r.id FROM redemption_redemption r LEFT JOIN supply_code c ON c.id = r.code_id
        WHERE r.kind = 'code' AND r.state = 'fulfilled' AND (c.state IS DISTINCT FROM 'issued' OR c.purpose_id <> r.id)""",
    "I04 issued has a redemption": """SELECT c.id FROM supply_code c LEFT JOIN redemption_redemption r ON r.code_id = c.id AND r.state = 'fulfilled'
        WHERE c.state = 'issued' AND r.id IS NULL AND c.purpose_id IN (SELECT id FROM redemption_redemption)""",
    "I06 issued never returns": """SELECT c.id FROM supply_code c JOIN common_event e ON e.subject_id = c.id AND e.subject_type = 'code'
        WHERE c.state = 'available' AND e.after = 'issued'""",
    "I08 no event follows another's end": """SELECT e.subject_id FROM (SELECT subject_id, subject_type, before, lag(after) OVER w AS earlier
        FROM common_event WHERE after <> '' AND subject_type IN ('grant', 'redemption', 'topup')
        WINDOW w AS (PARTITION BY subject_type, subject_id ORDER BY id)) e WHERE e.earlier IS NOT NULL AND e.before <> e.earlier""",
    "I09 grants are as the feed says": _LAST_EVENT.format(table="benefits_grant", noun="grant", where=""),
    "I09 redemptions are as the feed says": _LAST_EVENT.format(table="redemption_redemption", noun="redemption", where=""),
    "I09 top-ups are as the feed says": _LAST_EVENT.format(table="supply_topup", noun="topup", where=""),
    "I09 codes are as the feed says": _LAST_EVENT.format(table="supply_code", noun="code", where="t.state <> 'available' AND"),
    "I10 transfers sum to zero": "SELECT transfer_id FROM common_posting GROUP BY transfer_id HAVING sum(amount) <> 0 OR count(*) < 2",
    "I10 no transfer without postings": """SELECT t.id FROM common_transfer t WHERE NOT EXISTS (
        SELECT 1 FROM common_posting p WHERE p.transfer_id = t.id)""",
    "I11 balances equal postings": """SELECT a.id FROM common_account a WHERE a.balance <> COALESCE((
        SELECT sum(amount) FROM common_posting p WHERE p.account_id = a.id), 0)""",
    "I12 no account below its floor": "SELECT id FROM common_account WHERE floor IS NOT NULL AND balance < floor",
    "I14 a budget is never exceeded": """SELECT owner_id FROM common_account WHERE owner_type = 'budget' GROUP BY owner_id
        HAVING sum(balance) FILTER (WHERE name IN ('reserved', 'spent')) > -sum(balance) FILTER (WHERE name = 'funding')""",
    "I15 reserved is what is open": """SELECT b.id FROM benefits_budget b
        JOIN common_account a ON a.owner_type = 'budget' AND a.owner_id = b.id AND a.name = 'reserved'
        WHERE a.balance <> COALESCE((SELECT sum(committed) FROM benefits_grant g WHERE g.budget_id = b.id AND g.settled_at IS NULL), 0)
        AND NOT EXISTS (SELECT 1 FROM benefits_batch t WHERE t.budget_id = b.id AND t.state = 'issuing')""",
    "I15 spent is what was delivered": """SELECT b.id FROM benefits_budget b
        JOIN common_account a ON a.owner_type = 'budget' AND a.owner_id = b.id AND a.name = 'spent'
        WHERE a.balance <> COALESCE((SELECT sum(committed) FROM benefits_grant g WHERE g.budget_id = b.id AND g.settled_at IS NOT NULL
            AND g.state NOT IN ('expired', 'revoked')), 0)""",
    "I16 one live top-up": "SELECT purpose_id FROM supply_topup WHERE state <> 'failed' GROUP BY purpose_id HAVING count(*) > 1",
    "I16 one reference": "SELECT reference FROM supply_topup GROUP BY reference HAVING count(*) > 1",
    "I17 an attempt before each call": """SELECT t.id FROM supply_topup t WHERE t.state IN ('processing', 'unknown', 'succeeded') AND NOT EXISTS (
        SELECT 1 FROM supply_attempt a WHERE a.topup_id = t.id AND a.kind = 'submit')""",
    "I18 nothing unattended": "SELECT id FROM supply_topup WHERE state IN ('processing', 'unknown') AND next_query_at IS NULL",
    "I20 a callback acts once": "SELECT min(id::text) FROM supply_callback GROUP BY supplier_id, event_id HAVING count(*) > 1",
    "I21 one key, one request": "SELECT min(id::text) FROM common_replay GROUP BY scope, key HAVING count(*) > 1",
    "I21 one reference, one grant": """SELECT min(id::text) FROM benefits_grant WHERE reference IS NOT NULL
        GROUP BY enterprise_id, reference HAVING count(*) > 1""",
    "I21 an answer to each key": "SELECT id FROM common_replay WHERE status IS NULL",
    "I23 rows add up": """SELECT b.id FROM benefits_batch b WHERE b.state IN ('done', 'undone') AND (
        EXISTS (SELECT 1 FROM benefits_batchrow r WHERE r.batch_id = b.id AND r.outcome NOT IN ('granted', 'refused', 'skipped'))
        OR (SELECT count(*) FROM benefits_batchrow r WHERE r.batch_id = b.id AND r.outcome = 'granted')
            <> (SELECT count(*) FROM benefits_grant g WHERE g.batch_id = b.id))""",
    "I23 a row is granted once": """SELECT grant_id FROM benefits_batchrow WHERE grant_id IS NOT NULL GROUP BY grant_id HAVING count(*) > 1""",
    "I23 a file is granted once": """SELECT min(g.id::text) FROM benefits_grant g JOIN benefits_batch b ON b.id = g.batch_id
        JOIN benefits_batchrow r ON r.grant_id = g.id WHERE b.source = 'import' AND NOT b.allows_repeats AND g.state <> 'revoked'
        GROUP BY g.member_id, g.benefit_id, r.valid_from, r.valid_until HAVING count(*) > 1""",
    "I25 within the limit": """SELECT g.member_id FROM benefits_grant g JOIN benefits_terms t ON t.id = g.terms_id
        WHERE t.limit_per_member IS NOT NULL AND g.state IN ('claimed', 'fulfilled', 'used')
        GROUP BY g.member_id, g.benefit_id HAVING sum(g.quantity) > min(t.limit_per_member)""",
    "I25 granted within the limit": """SELECT g.member_id FROM benefits_grant g JOIN benefits_terms t ON t.id = g.terms_id
        JOIN benefits_batch b ON b.id = g.batch_id AND b.source <> 'opening'
        WHERE t.limit_per_member IS NOT NULL AND t.limit_period_days IS NULL AND g.state NOT IN ('revoked', 'expired')
        GROUP BY g.member_id, g.benefit_id HAVING sum(g.quantity) > max(t.limit_per_member)""",
    "I25 within an opening's caps": """SELECT p.member_id FROM benefits_piece p JOIN benefits_opening o ON o.id = p.opening_id WHERE p.state = 'taken'
        GROUP BY o.id, p.member_id HAVING count(*) > o.limit_per_member""",
    "I25 a piece is one grant": """SELECT g.id FROM benefits_grant g JOIN benefits_opening o ON o.batch_id = g.batch_id
        WHERE NOT EXISTS (SELECT 1 FROM benefits_piece p WHERE p.grant_id = g.id AND p.state = 'taken')""",
    "I26 one enterprise": """SELECT r.id FROM redemption_redemption r JOIN benefits_grant g ON g.id = r.grant_id JOIN members_member m ON m.id = r.member_id
        WHERE r.enterprise_id <> g.enterprise_id OR m.enterprise_id <> g.enterprise_id OR r.member_id <> g.member_id""",
    # Whoever waits in a ring is told to come again, so that no client ever notices.
    "no two wait in a ring": "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database() AND deadlocks > 0",
    "I28 shown was recorded": """SELECT c.id FROM supply_code c WHERE c.revealed_at IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM redemption_reveal v WHERE v.code_id = c.id)""",
}


def judge_tables(url: str) -> list[Finding]:
    """What the tables break."""
    findings = []
    with psycopg.connect(url, autocommit=True) as judge:
        judge.execute("SET statement_timeout = '10min'")
        for promise, sql in PROMISES.items():
            broken = judge.execute(sql.encode()).fetchmany(4)
            if broken:
                findings.append(Finding(promise, ", ".join(str(row[0]) for row in broken)))
    return findings
