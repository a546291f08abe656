// SQLite, as the system has it.
#include <sqlite3.h>

/// Has a name in double quotes that nothing has be an error where something is made, instead of a text.
static inline int SQLiteRefuseQuotedTexts(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
}
