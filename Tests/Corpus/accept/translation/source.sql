CREATE TABLE authors (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL COLLATE NOCASE UNIQUE,
    born    INTEGER CHECK (born IS NULL OR born BETWEEN 1000 AND 2100),
    code    TEXT GENERATED ALWAYS AS ('A' || id) STORED,
    label   TEXT AS (code || ':' || name),
    added   DATETIME NOT NULL DEFAULT (datetime('now', '+1 day')),
    stamp   INTEGER DEFAULT (strftime('%s', 'now')),
    CONSTRAINT "named well" CHECK (name GLOB '[A-ZÉ]*' AND name NOT LIKE '%  %')
);
CREATE TABLE books (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL REFERENCES authors ON DELETE CASCADE,
    title     TEXT NOT NULL,
    price     DECIMAL(8,2) DEFAULT 9.5,
    in_print  BOOLEAN NOT NULL DEFAULT 1,
    tags      JSON DEFAULT '[]',
    published DATE,
    year      TEXT AS (strftime('%Y', published)),
    changes   INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX one_title ON books (author_id, title COLLATE NOCASE) WHERE in_print;
CREATE INDEX by_length ON books (length(title) DESC, id);
CREATE INDEX by_first_tag ON books (json_extract(tags, '$[0]'));
CREATE TABLE journal (at TEXT DEFAULT (datetime('now')), what TEXT);

CREATE VIEW in_print AS
    SELECT b.id, b.title, a.name AS author, price * 2 AS double_price, b.published > '2000-01-01' AS is_recent
    FROM books b JOIN authors a ON a.id = b.author_id WHERE b.in_print ORDER BY a.name, title DESC;
CREATE VIEW authors_of_recent AS SELECT DISTINCT author FROM in_print WHERE is_recent;
CREATE VIEW replaced AS SELECT id FROM authors WHERE regexp('x', name);

CREATE TRIGGER books_ai AFTER INSERT ON books BEGIN
    INSERT INTO journal (what) VALUES ('added ' || new.title);
END;
CREATE TRIGGER books_au AFTER UPDATE OF title ON books WHEN old.title IS NOT new.title BEGIN
    UPDATE books SET changes = changes + 1 WHERE id = new.id;
    INSERT INTO journal (what) SELECT 'renamed ' || name FROM authors WHERE id = new.author_id;
END;
CREATE TRIGGER authors_bd BEFORE DELETE ON authors BEGIN
    SELECT RAISE(ABORT, 'has books in print') WHERE EXISTS (SELECT 1 FROM books WHERE author_id = old.id AND in_print);
END;
CREATE TRIGGER in_print_ii INSTEAD OF INSERT ON in_print BEGIN
    INSERT INTO books (author_id, title) SELECT id, new.title FROM authors WHERE name = new.author;
END;
CREATE TRIGGER given AFTER DELETE ON journal BEGIN SELECT 1; END;

INSERT INTO authors (id, name, born, added, stamp) VALUES
    (1, 'Ada', 1815, '2024-01-01 10:00:00', 1704103200), (2, 'Brahmagupta', NULL, '2024-01-02 11:30:00', NULL),
    (7, 'Émile', 1840, '2024-01-03 00:00:01', 1704240001);
INSERT INTO books (author_id, title, price, in_print, tags, published) VALUES
    (1, 'Notes', 12.25, 1, '["math","machines"]', '1843-09-01'), (2, 'Zero', 1, 0, '[]', '0628-01-01'),
    (7, 'Germinal', NULL, 1, '["novel"]', '1885-03-01'), (1, 'Letters', 30, 1, '["letters"]', '2005-06-30');
UPDATE journal SET at = '2024-02-03 04:05:06';
