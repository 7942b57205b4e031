CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS product (
    sku TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('code', 'topup')),
    face_value_minor INTEGER NOT NULL,
    cost_minor INTEGER NOT NULL CHECK (cost_minor >= 0),
    currency TEXT NOT NULL DEFAULT 'CNY',
    stock INTEGER CHECK (stock >= 0),
    available INTEGER NOT NULL DEFAULT 1
);

-- No code stands here: a code is computed from its order whenever it is shown.
CREATE TABLE IF NOT EXISTS placed (
    reference TEXT PRIMARY KEY,
    supplier_order_id TEXT NOT NULL UNIQUE,
    sku TEXT NOT NULL REFERENCES product (sku),
    kind TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    account TEXT,
    face_value_minor INTEGER NOT NULL,
    cost_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    asked TEXT NOT NULL,
    callback_url TEXT NOT NULL,
    troubles TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('processing', 'succeeded', 'failed')),
    failure TEXT,
    accepted_at REAL NOT NULL,
    due_at REAL NOT NULL,
    finished_at REAL,
    CHECK ((status = 'processing') = (finished_at IS NULL)),
    CHECK ((status = 'failed') = (failure IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS placed_due ON placed (due_at) WHERE status = 'processing';

CREATE TABLE IF NOT EXISTS effect (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL REFERENCES placed (reference),
    account TEXT,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    face_value_minor INTEGER NOT NULL,
    at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS posting (
    id INTEGER PRIMARY KEY,
    transfer TEXT NOT NULL,
    account TEXT NOT NULL,
    amount_minor INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS posting_account ON posting (account, amount_minor);

CREATE TABLE IF NOT EXISTS request (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    reference TEXT,
    status INTEGER,
    troubles TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS request_reference ON request (reference);

CREATE TABLE IF NOT EXISTS callback (
    id INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    reference TEXT NOT NULL REFERENCES placed (reference),
    shows TEXT NOT NULL,
    forged INTEGER NOT NULL,
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_status INTEGER,
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'answered', 'given_up'))
);
CREATE INDEX IF NOT EXISTS callback_due ON callback (due_at) WHERE state = 'due';
