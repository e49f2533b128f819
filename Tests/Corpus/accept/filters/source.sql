CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, deleted_at TEXT);
CREATE TABLE tmp_cache (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID;
CREATE TABLE setting (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
INSERT INTO post VALUES (1, 'kept', NULL), (2, 'gone', '2024-01-01'), (5, 'kept too', NULL);
INSERT INTO setting VALUES ('a', '1'), ('b', NULL);
