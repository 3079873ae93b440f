-- The shop. Times are the program's own; ids of orders and coupons are UUIDs that the program makes.

-- A member is whoever orders; one that signed up has a name to log in with.
CREATE TABLE members (
    id ${identity},
    name TEXT NOT NULL,
    address TEXT NOT NULL DEFAULT '',
    username TEXT UNIQUE,
    password_hash TEXT,
    email TEXT,
    created_at ${time} NOT NULL
);
CREATE INDEX members_by_name ON members (name);

CREATE TABLE items (
    id ${identity},
    name TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    type TEXT NOT NULL CHECK (type IN ('GENERAL', 'TIME_DEAL')),
    start_at ${time},
    content TEXT NOT NULL DEFAULT '',
    created_at ${time} NOT NULL
);

-- What may still be sold. initial never changes: what was sold is the difference.
CREATE TABLE stock (
    item_id BIGINT PRIMARY KEY REFERENCES items (id),
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    initial BIGINT NOT NULL CHECK (initial >= 0),
    version BIGINT NOT NULL DEFAULT 0
);

-- One row a unit, for the strategy that claims rows instead of counting (skip-locked); made when that strategy is used.
CREATE TABLE stock_units (
    item_id BIGINT NOT NULL REFERENCES items (id),
    unit BIGINT NOT NULL,
    order_id TEXT,
    PRIMARY KEY (item_id, unit)
);
CREATE INDEX stock_units_free ON stock_units (item_id, unit) WHERE order_id IS NULL;

-- The unique row that completing an order and releasing its reservation contend for: whoever inserts it, or moves its
-- status on, has won. Members of other shops' tests may be bare numbers, so member_id refers to nothing.
CREATE TABLE orders (
    id TEXT PRIMARY KEY,
    member_id BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('RESERVED', 'PENDING', 'PAID', 'COMPLETED', 'CANCELED', 'EXPIRED')),
    strategy TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    created_at ${time} NOT NULL,  -- when it was accepted
    expires_at ${time},           -- of a reservation
    changed_at ${time} NOT NULL
);
CREATE INDEX orders_by_member ON orders (member_id, created_at);
CREATE INDEX orders_overdue ON orders (expires_at) WHERE status = 'RESERVED';

CREATE TABLE order_lines (
    order_id TEXT NOT NULL REFERENCES orders (id),
    line INTEGER NOT NULL,
    item_id BIGINT NOT NULL,
    count BIGINT NOT NULL CHECK (count > 0),
    price BIGINT NOT NULL CHECK (price >= 0),
    PRIMARY KEY (order_id, line)
);
CREATE INDEX order_lines_by_item ON order_lines (item_id);

CREATE TABLE coupons (
    id TEXT PRIMARY KEY,
    account_id BIGINT
);
CREATE INDEX coupons_free ON coupons (id) WHERE account_id IS NULL;

-- Events that were committed with what they tell of, until the relay has put them into the event log.
CREATE TABLE outbox (
    id ${identity},
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at ${time} NOT NULL
);

-- The highest fencing token that wrote to a resource: a holder that was overtaken is refused.
CREATE TABLE fences (
    resource TEXT PRIMARY KEY,
    token BIGINT NOT NULL
);

-- One row a day and item, written by the scheduler.
CREATE TABLE daily_stats (
    day TEXT NOT NULL,
    item_id BIGINT NOT NULL,
    orders BIGINT NOT NULL,
    units BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    made_at ${time} NOT NULL,
    PRIMARY KEY (day, item_id)
);
