-- The rows of the shop, made by arithmetic on row numbers: every run makes the same ones.

WITH names (id, parent_id, name, slug) AS (VALUES
    (1, NULL, 'Kitchen', 'kitchen'), (2, NULL, 'Garden', 'garden'), (3, NULL, 'Paper', 'paper'),
    (4, 1, 'Töpfe & Pfannen', 'pots'), (5, 1, 'Thé et café', 'tea'), (6, 1, 'Messer', 'knives'),
    (7, 2, 'Semínka', 'seeds'), (8, 2, 'Verktøy', 'tools'), (9, 3, '和紙', 'washi'),
    (10, 3, 'Карандаши', 'pencils'), (11, 4, 'Cast iron', 'cast-iron'), (12, 9, '折り紙', 'origami'))
INSERT INTO categories SELECT * FROM names;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500),
    first (k, name) AS (VALUES (0, 'Ana'), (1, 'Björn'), (2, 'Chloé'), (3, 'Дарья'), (4, 'Eoin'), (5, 'Fatma'),
        (6, 'Günther'), (7, '花子'), (8, 'Ines'), (9, 'Jörg'), (10, 'Κώστας')),
    last (k, name) AS (VALUES (0, 'Almeida'), (1, 'Brontë'), (2, 'Çelik'), (3, 'Dvořák'), (4, 'Eriksson'),
        (5, 'Ferrari'), (6, 'O''Neill'))
INSERT INTO customers (public_id, email, name, born, newsletter, created, avatar, old_password)
SELECT
    printf('%08x-%04x-4%03x-a%03x-%012x', i * 2654435761 % 4294967296, i * 40503 % 65536, i * 29 % 4096,
        i * 83 % 4096, i * 11400714819 % 281474976710656),
    printf('Customer.%d@example.%s', i, CASE i % 3 WHEN 0 THEN 'com' WHEN 1 THEN 'org' ELSE 'net' END),
    first.name || ' ' || last.name,
    CASE WHEN i % 5 > 0 THEN date('1950-01-01', printf('+%d days', i * 37 % 20000)) END,
    i % 2,
    datetime('2023-01-01 08:00:00', printf('+%d minutes', i * 1571)),
    CASE i % 4 WHEN 0 THEN x'89504e470d0a1a0a00ff' WHEN 1 THEN zeroblob(i % 7) END,
    printf('%016x', i * 6364136223)
FROM n JOIN first ON first.k = i % 11 JOIN last ON last.k = i / 11 % 7
ORDER BY i;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
INSERT INTO products
SELECT
    i, 4 + i % 9, printf('SKU%05d', i * 7),
    CASE i % 4 WHEN 0 THEN 'Kettle' WHEN 1 THEN 'Füller' WHEN 2 THEN 'Râpe' ELSE '急須' END || ' No. ' || i,
    (i * 3779 % 49900 + 99) / 100.0,
    CASE WHEN i % 6 > 0 THEN i % 240 / 16.0 END,
    json_object('colour', CASE i % 3 WHEN 0 THEN 'red' WHEN 1 THEN 'grün' ELSE NULL END,
        'sizes', json_array(i % 5, i % 7 + 0.5), 'fragile', json(CASE i % 2 WHEN 0 THEN 'true' ELSE 'false' END)),
    i % 8 > 0
FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
INSERT INTO "order" (customer_id, status, placed, shipped, note)
SELECT
    i * 131 % 480 + 1,
    CASE WHEN i % 10 < 7 THEN 'shipped' WHEN i % 10 < 9 THEN 'paid' ELSE 'new' END,
    strftime('%Y-%m-%dT%H:%M:%S', '2024-01-01', printf('+%d minutes', i * 613))
        || CASE i % 3 WHEN 0 THEN 'Z' WHEN 1 THEN '+02:00' ELSE '-05:30' END,
    CASE WHEN i % 10 < 7 THEN 1704067200 + i * 36780 + 86400 * (i % 4 + 1) END,
    CASE i % 9 WHEN 0 THEN 'Leave it at the "back" door' WHEN 1 THEN 'Zerbrechlich!' || char(10) || 'Bitte ↑' END
FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200),
    line (k) AS (VALUES (0), (1), (2))
INSERT INTO order_lines
SELECT n.i, p.id, (n.i + line.k) % 4 + 1, p.price
FROM n JOIN line ON line.k <= n.i % 3 JOIN products p ON p.id = (n.i * 17 + line.k * 101) % 300 + 1;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
INSERT INTO "stock movements"
SELECT
    i, i * 7 % 300 + 1, datetime('2024-01-01', printf('+%d seconds', i * 9973)), (i * 13 % 41) - 20,
    CASE i % 4 WHEN 0 THEN 'sold' WHEN 1 THEN 'delivered' WHEN 2 THEN 'broken' END
FROM n;

-- Every twentieth review is spam, and reviewers above 500 have closed their accounts.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
INSERT INTO reviews
SELECT
    i, i * 19 % 300 + 1, i * 23 % 510 + 1, i % 5 + 1,
    CASE i % 4 WHEN 0 THEN 'Très bien 👍' WHEN 1 THEN 'It''s fine; 50% off helped' WHEN 2 THEN '' END,
    date('2024-02-01', printf('+%d days', i % 300)), i % 20 = 0
FROM n;

WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO vouchers (code, worth) SELECT printf('SPRING-%03d', i), 5 FROM n;
DELETE FROM vouchers;

INSERT INTO tmp_import VALUES ('sku;title'), ('SKU00007;?');
