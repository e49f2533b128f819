CREATE TABLE author (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(40) NOT NULL,
    born DATE,
    active BOOLEAN NOT NULL DEFAULT 1,
    rating REAL DEFAULT 0.0,
    photo BLOB,
    joined DATETIME DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES author ON DELETE CASCADE,
    title TEXT NOT NULL DEFAULT '',
    price DECIMAL(8,2),
    details JSON,
    code UUID UNIQUE,
    UNIQUE (author_id, title)
);
CREATE INDEX book_price ON book (price DESC, title);
INSERT INTO author VALUES
    (1, 'Ada', '1815-12-10', 1, 4.5, x'00ff', '2024-01-02 03:04:05'), (7, 'Żółć 漢字', NULL, 0, NULL, NULL, NULL);
DELETE FROM author WHERE id = 7;
INSERT INTO author VALUES (3, 'Żółć 漢字', NULL, 0, NULL, NULL, NULL);
INSERT INTO book VALUES
    (1, 1, 'Notes', 12.5, '{"pages": 10}', '00112233-4455-6677-8899-aabbccddeeff'), (2, 1, 'More', 3, NULL, NULL);
