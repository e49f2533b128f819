CREATE TABLE "Order Details" ("order" INTEGER PRIMARY KEY, "a.b" TEXT, "it's ""so""" TEXT, "É" TEXT, rowid TEXT);
CREATE TABLE HTTPLog (requestID INTEGER PRIMARY KEY, userAgent TEXT, veryLongNameThatIsLongerThanSixtyThreeBytesInPostgresAndMustBeCutShort TEXT);
CREATE INDEX "IX Log" ON HTTPLog (userAgent);
INSERT INTO "Order Details" VALUES (1, 'x', 'y', 'z', 'r');
INSERT INTO HTTPLog VALUES (1, 'curl', 'long');
