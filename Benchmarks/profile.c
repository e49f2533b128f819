// Steps through the columns of table t and asks for each value once: what 'plan profile' is measured against.
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    sqlite3 *database;
    sqlite3_stmt *rows;
    long long sum = 0;
    long count = 0;
    if (argc != 2 || sqlite3_open_v2(argv[1], &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) return 1;
    if (sqlite3_prepare_v2(database, "SELECT * FROM t", -1, &rows, NULL) != SQLITE_OK) return 1;
    int columns = sqlite3_column_count(rows);
    for (; sqlite3_step(rows) == SQLITE_ROW; count++) {
        for (int column = 0; column < columns; column++) {
            switch (sqlite3_column_type(rows, column)) {
            case SQLITE_INTEGER: sum += sqlite3_column_int64(rows, column); break;
            case SQLITE_FLOAT: sum += (long long)sqlite3_column_double(rows, column); break;
            case SQLITE_TEXT:
                sum += sqlite3_column_text(rows, column)[0];
                sum += sqlite3_column_bytes(rows, column);
                break;
            case SQLITE_BLOB: sum += sqlite3_column_bytes(rows, column); break;
            default: break;
            }
        }
    }
    printf("%ld rows, %lld\n", count, sum);
    return 0;
}
