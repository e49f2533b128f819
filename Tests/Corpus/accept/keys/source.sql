CREATE TABLE region (country TEXT, code TEXT, name TEXT, PRIMARY KEY (code, country)) WITHOUT ROWID;
CREATE TABLE city (
    id INTEGER PRIMARY KEY,
    twin INTEGER REFERENCES city (id) DEFERRABLE INITIALLY DEFERRED,
    country TEXT,
    region TEXT,
    slug TEXT,
    FOREIGN KEY (region, country) REFERENCES region (code, country) ON UPDATE CASCADE ON DELETE SET NULL
);
CREATE UNIQUE INDEX city_slug ON city (slug);
CREATE TABLE visit (city_slug TEXT REFERENCES city (slug), visitor INTEGER);
INSERT INTO region VALUES ('pl', 'mz', 'Mazowsze'), ('de', 'be', 'Berlin');
INSERT INTO city VALUES (1, 2, 'pl', 'mz', 'warszawa'), (2, 1, 'de', 'be', 'berlin'), (3, NULL, NULL, 'xx', NULL);
INSERT INTO visit VALUES ('berlin', 1), (NULL, 2), ('berlin', 1);
