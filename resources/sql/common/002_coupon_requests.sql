-- Requests for a coupon that were answered, with the coupon that each was given: one that comes again gets nothing more.
CREATE TABLE coupon_requests (
    id TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    coupon_id TEXT NOT NULL REFERENCES coupons (id),
    made_at ${time} NOT NULL
);
