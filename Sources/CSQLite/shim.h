#ifndef PLAN_CSQLITE_SHIM_H
#define PLAN_CSQLITE_SHIM_H

#include <sqlite3.h>

// `PRAGMA table_list` and SQLITE_OPEN_EXRESCODE came with 3.37.
#if SQLITE_VERSION_NUMBER < 3037000
#error "SQLite 3.37 or later is needed"
#endif

// What Swift cannot call or write: C variadics, SQLITE_TRANSIENT (a cast of -1), and a file's method table.

static inline int plan_sqlite3_config_flag(int option, int value) { return sqlite3_config(option, value); }

static inline int plan_sqlite3_db_config_flag(sqlite3 *db, int option, int value) {
    return sqlite3_db_config(db, option, value, (int *)0);
}

static inline int plan_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 count) {
    // A null pointer would bind NULL, not the text of no characters.
    return sqlite3_bind_text64(statement, index, text ? text : "", count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int plan_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    // A null pointer would bind NULL, not the blob of no bytes.
    if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// Reads the first bytes of the main database file through the descriptor that SQLite holds. A descriptor of our own
// must not be used: closing it would drop every POSIX lock that this process has on the file.
static inline int plan_sqlite3_read_head(sqlite3 *db, void *bytes, int count) {
    sqlite3_file *file = 0;
    int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK) return code;
    if (file == 0 || file->pMethods == 0) return SQLITE_CANTOPEN;
    return file->pMethods->xRead(file, bytes, count, 0);
}

#endif
