CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    email TEXT COLLATE NOCASE NOT NULL UNIQUE,
    balance DECIMAL(10, 2) CHECK (balance >= 0),
    seen INTEGER,
    touched DATETIME,
    legacy TEXT DEFAULT (lower('X')),
    tags TEXT
);
CREATE INDEX account_lower ON account (lower(tags));
CREATE VIEW rich AS SELECT * FROM account WHERE balance > 100;
CREATE TRIGGER touch AFTER UPDATE ON account BEGIN SELECT 1; END;
INSERT INTO account VALUES (1, 'Ada@example.org', 12.25, 1700000000, '2024-05-06 07:08:09', 'x', '["a"]');
