-- The shop: a small web shop as SQLite applications write them. Eight tables, a view, a trigger and a scratch table.

CREATE TABLE categories (
    id        INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES categories (id) ON DELETE SET NULL,
    name      TEXT NOT NULL,
    slug      VARCHAR(40) NOT NULL UNIQUE
);

CREATE TABLE customers (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id    UUID NOT NULL UNIQUE,
    email        VARCHAR(120) NOT NULL COLLATE NOCASE UNIQUE,
    name         TEXT NOT NULL,
    born         DATE,
    newsletter   BOOLEAN NOT NULL DEFAULT 0,
    created      DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,  -- UTC, without saying so
    avatar       BLOB,
    old_password TEXT                                          -- a digest that nobody reads any more
);

CREATE TABLE products (
    id          INTEGER PRIMARY KEY,
    category_id INTEGER NOT NULL REFERENCES categories (id),
    sku         CHAR(8) NOT NULL,
    title       TEXT NOT NULL,
    price       DECIMAL(10,2) NOT NULL CONSTRAINT price_in_range CHECK (price BETWEEN 0 AND 99999),
    weight      REAL,
    attributes  JSON NOT NULL DEFAULT '{}',
    on_sale     BOOLEAN NOT NULL DEFAULT 1,
    UNIQUE (category_id, title)
);
CREATE UNIQUE INDEX products_sku ON products (sku);

CREATE TABLE "order" (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    status      VARCHAR(12) NOT NULL DEFAULT 'new',
    placed      TIMESTAMP NOT NULL,                            -- with the zone of the customer
    shipped     INTEGER,                                       -- seconds since 1970
    total       DECIMAL(10,2) NOT NULL DEFAULT 0,
    note        TEXT
);
CREATE INDEX order_customer ON "order" (customer_id);
CREATE INDEX order_placed ON "order" (placed DESC);

CREATE TABLE order_lines (
    order_id   INTEGER NOT NULL REFERENCES "order" (id) ON DELETE CASCADE,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity   INTEGER NOT NULL DEFAULT 1,
    price      DECIMAL(10,2) NOT NULL,
    PRIMARY KEY (order_id, product_id)
) WITHOUT ROWID;

CREATE TABLE "stock movements" (
    id        INTEGER PRIMARY KEY,
    productId INTEGER NOT NULL REFERENCES products (id),
    movedAt   DATETIME NOT NULL,
    pieces    INT NOT NULL,
    reason    VARCHAR(20)
);

CREATE TABLE reviews (
    id          INTEGER PRIMARY KEY,
    product_id  INTEGER NOT NULL REFERENCES products (id),
    customer_id INTEGER NOT NULL REFERENCES customers (id),    -- never enforced: some customers are gone
    stars       SMALLINT NOT NULL,
    body        TEXT,
    written     DATE NOT NULL,
    spam        BOOLEAN NOT NULL DEFAULT 0
);

CREATE TABLE vouchers (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,                -- empty now, and its numbers are not given again
    code     VARCHAR(16) NOT NULL UNIQUE,
    worth    DECIMAL(10,2) NOT NULL,
    order_id INTEGER REFERENCES "order" (id)
);

CREATE TABLE tmp_import (line TEXT);

CREATE VIEW bestsellers AS
    SELECT p.id, p.title, sum(l.quantity) AS sold
    FROM products p JOIN order_lines l ON l.product_id = p.id
    GROUP BY p.id ORDER BY sold DESC LIMIT 20;

CREATE TRIGGER order_total AFTER INSERT ON order_lines BEGIN
    UPDATE "order" SET total = round(total + new.quantity * new.price, 2) WHERE id = new.order_id;
END;
