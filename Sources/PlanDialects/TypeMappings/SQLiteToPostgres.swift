/// Declared types of SQLite and what they become in PostgreSQL. The first row that names a type decides; a type that no
/// row names goes by its affinity.
package enum SQLiteToPostgres {
    /// The preset `exact`: nothing is lost, nothing is narrowed.
    package static let exact: [TypeMapping] = [
        TypeMapping(["BOOLEAN", "BOOL"], .type(.boolean)),
        TypeMapping(["DATE"], .type(.date), .timestampByContent),
        TypeMapping(["TIME"], .type(.time)),
        TypeMapping(["DATETIME", "TIMESTAMP", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"], .timestampByContent),
        TypeMapping(["JSON", "JSONB"], .type(.jsonb), .type(.json)),
        TypeMapping(["UUID", "GUID"], .type(.uuid)),
        TypeMapping(
            ["VARCHAR", "NVARCHAR", "CHAR", "NCHAR", "CHARACTER", "VARCHAR2", "NATIVE CHARACTER", "VARYING CHARACTER"],
            .typeWithArguments(.varchar), .type(.text)),
        TypeMapping(["NUMERIC", "DECIMAL", "DEC", "NUMBER", "NUM"], .typeWithArguments(.numeric), .type(.numeric)),
        TypeMapping(["BYTEA", "BINARY", "VARBINARY", "LONGBLOB", "MEDIUMBLOB", "TINYBLOB", "IMAGE"], .type(.bytea)),
        TypeMapping(["STRING", "LONGVARCHAR", "CLOB", "UNIQUEIDENTIFIER"], .type(.text)),
        TypeMapping(["LONG", "SERIAL", "BIGSERIAL", "COUNTER"], .type(.bigint)),
        TypeMapping(["DOUBLE PRECISION", "FLOAT8"], .type(.doublePrecision)),
        TypeMapping([""], .byContent),
    ]

    /// What an affinity becomes where no row names the declared type.
    static func byAffinity(_ affinity: DeclaredType.Affinity) -> TypeMapping {
        switch affinity {
        case .integer: TypeMapping([], .type(.bigint))
        case .text: TypeMapping([], .type(.text))
        case .blob: TypeMapping([], .type(.bytea))
        case .real: TypeMapping([], .type(.doublePrecision))
        case .numeric: TypeMapping([], .byContent)
        }
    }

    /// The row for a declared type.
    package static func mapping(_ declared: DeclaredType, in preset: [TypeMapping]) -> TypeMapping {
        preset.first { $0.declared.contains(declared.name) } ?? byAffinity(declared.affinity)
    }
}
