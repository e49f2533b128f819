CREATE TABLE dirty (
    n INTEGER, short VARCHAR(3), money DECIMAL(4, 1), day DATE, flag BOOLEAN, anything, picture BLOB, stamp DATETIME,
    mixed NUMERIC, doc JSON
);
INSERT INTO dirty VALUES
    (1, 'abc', 1.5, '2024-01-01', 1, 1, 'text', '2024-01-01T00:00:00Z', 1, '{"a": 1}'),
    ('toto', 'abcd', 1234.75, '2024-02-30', 2, x'00', x'01', '2024-01-01 01:00:00+01:00', 2.5, '{"a": 1, "a": 2}'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
