/* Reads every column of every table of a database and does nothing with them: what reading alone costs.
 *
 *     step FILE
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void check(int code, sqlite3 *database)
{
    if (code == SQLITE_OK) return;
    fprintf(stderr, "step: %s\n", sqlite3_errmsg(database));
    exit(1);
}

int main(int count, char **arguments)
{
    sqlite3 *database;
    sqlite3_stmt *tables;
    unsigned long long sum = 0, rows = 0;
    if (count != 2) return 64;
    check(sqlite3_open_v2(arguments[1], &database, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL), database);
    check(sqlite3_prepare_v2(database,
        "SELECT 'SELECT * FROM \"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_schema WHERE type = 'table'",
        -1, &tables, NULL), database);
    while (sqlite3_step(tables) == SQLITE_ROW) {
        sqlite3_stmt *statement;
        check(sqlite3_prepare_v2(database, (const char *)sqlite3_column_text(tables, 0), -1, &statement, NULL), database);
        int columns = sqlite3_column_count(statement);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            rows++;
            for (int column = 0; column < columns; column++) {
                switch (sqlite3_column_type(statement, column)) {
                case SQLITE_INTEGER: sum += (unsigned long long)sqlite3_column_int64(statement, column); break;
                case SQLITE_FLOAT: sum += (unsigned long long)sqlite3_column_double(statement, column); break;
                case SQLITE_TEXT: sum += *sqlite3_column_text(statement, column);
                    sum += (unsigned)sqlite3_column_bytes(statement, column); break;
                case SQLITE_BLOB: sqlite3_column_blob(statement, column);
                    sum += (unsigned)sqlite3_column_bytes(statement, column); break;
                }
            }
        }
        check(sqlite3_finalize(statement) == SQLITE_OK ? SQLITE_OK : SQLITE_ERROR, database);
    }
    printf("%llu rows, sum %llu\n", rows, sum);
    return 0;
}
