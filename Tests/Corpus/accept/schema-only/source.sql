CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent);
CREATE INDEX child_parent ON child (parent_id);
INSERT INTO parent VALUES (1, 'not moved');
