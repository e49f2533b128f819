/// Declared types of SQLite and what they become in PostgreSQL.
package enum SQLiteToPostgres {
    /// Nothing is lost, nothing is narrowed.
    package static let exact = TypePreset(
        name: "exact",
        mappings: [
            TypeMapping(["BOOLEAN", "BOOL", "LOGICAL"], .type(.boolean)),
            TypeMapping(["BIT"], .type(.boolean), .type(.bigint)),
            TypeMapping(["DATE"], .type(.date), .timestampByContent),
            TypeMapping(["TIME", "TIME WITHOUT TIME ZONE"], .type(.time)),
            TypeMapping(
                [
                    "DATETIME", "DATETIME2", "SMALLDATETIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE",
                    "TIMESTAMP WITHOUT TIME ZONE", "DATETIMEOFFSET",
                ], .timestampByContent),
            TypeMapping(["JSON", "JSONB"], .type(.jsonb), .type(.json)),
            TypeMapping(["UUID", "GUID", "UNIQUEIDENTIFIER"], .type(.uuid)),
            TypeMapping(
                [
                    "VARCHAR", "NVARCHAR", "CHAR", "NCHAR", "CHARACTER", "VARCHAR2", "NVARCHAR2", "NATIVE CHARACTER",
                    "VARYING CHARACTER", "CHARACTER VARYING", "BPCHAR",
                ], .typeWithArguments(.varchar), .type(.text)),
            TypeMapping(
                [
                    "TEXT", "TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "NTEXT", "CITEXT", "TEXT NOCASE", "STRING", "CLOB",
                    "NCLOB", "LONGVARCHAR", "LONGNVARCHAR", "LONG VARCHAR", "ENUM", "SET", "XML",
                ], .type(.text)),
            TypeMapping(["TEXT[]"], .arrayOf(.text), .type(.text)),
            TypeMapping(["INTEGER[]", "INT[]", "BIGINT[]"], .arrayOf(.bigint), .type(.text)),
            TypeMapping(["REAL[]", "FLOAT[]", "DOUBLE PRECISION[]"], .arrayOf(.doublePrecision), .type(.text)),
            TypeMapping(["BOOLEAN[]"], .arrayOf(.boolean), .type(.text)),
            TypeMapping(["UUID[]"], .arrayOf(.uuid), .type(.text)),
            TypeMapping(["INET"], .type(.inet), .type(.text)), TypeMapping(["CIDR"], .type(.cidr), .type(.text)),
            TypeMapping(["MACADDR"], .type(.macaddr), .type(.text)),
            TypeMapping(["MACADDR8"], .type(.macaddr8), .type(.text)),
            // The name has INT in it, so that numbers stay numbers.
            TypeMapping(["INTERVAL"], .type(.interval), .type(.bigint), .type(.text)),
            TypeMapping(
                ["NUMERIC", "DECIMAL", "DEC", "NUMBER", "NUM", "FIXED"], .typeWithArguments(.numeric), .type(.numeric)),
            TypeMapping(["MONEY", "SMALLMONEY", "CURRENCY"], .type(.numeric)),
            TypeMapping(
                [
                    "INTEGER", "INT", "TINYINT", "SMALLINT", "MEDIUMINT", "BIGINT", "INT2", "INT4", "INT8", "INT16",
                    "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "LONG", "SHORT", "BYTE", "SHORT INTEGER",
                    "LONG INTEGER", "UNSIGNED BIG INT", "UNSIGNED INT", "UNSIGNED INTEGER", "INT UNSIGNED",
                    "INTEGER UNSIGNED", "TINYINT UNSIGNED", "SMALLINT UNSIGNED", "MEDIUMINT UNSIGNED",
                    "BIGINT UNSIGNED", "SERIAL", "SMALLSERIAL", "BIGSERIAL", "COUNTER", "AUTOINC",
                    "INTEGER AUTO_INCREMENT", "YEAR", "OID",
                ], .type(.bigint)),
            TypeMapping(
                [
                    "REAL", "FLOAT", "DOUBLE", "DOUBLE PRECISION", "FLOAT4", "FLOAT8", "SINGLE", "BINARY_FLOAT",
                    "BINARY_DOUBLE",
                ], .type(.doublePrecision)),
            TypeMapping(
                [
                    "BLOB", "BYTEA", "BINARY", "VARBINARY", "LONGVARBINARY", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB",
                    "IMAGE", "RAW", "LONG RAW", "BYTES", "GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT",
                    "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "GEOGRAPHY",
                ], .type(.bytea)),
            TypeMapping([""], .byContent),
        ],
        affinities: [
            (.integer, TypeMapping([], .type(.bigint))), (.text, TypeMapping([], .type(.text))),
            (.blob, TypeMapping([], .type(.bytea))), (.real, TypeMapping([], .type(.doublePrecision))),
            (.numeric, TypeMapping([], .byContent)),
        ])

    /// As `exact`, with the narrowest integers that hold the data.
    package static let compact = exact.replacing([(.type(.bigint), [.narrowestInteger])], name: "compact")

    /// What those expect who know PostgreSQL by Supabase: `integer`, `timestamptz` and `numeric`, as far as they hold the
    /// data.
    package static let supabase = exact.replacing(
        [
            (.type(.bigint), [.type(.integer), .type(.bigint)]), (.timestampByContent, [.type(.timestamptz)]),
            (.type(.doublePrecision), [.type(.numeric), .type(.doublePrecision)]),
        ], name: "supabase")
}
