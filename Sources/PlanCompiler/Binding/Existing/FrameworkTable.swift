/// Tables in which a framework keeps what it has done to a database itself: rows of another database's would tell it lies.
enum FrameworkTable {
    /// What a table of this name is of; nil for a name that no framework known here gives.
    static func owner(of name: String) -> String? { owners.first { $0.table == name }?.owner }

    private static let owners: [(table: String, owner: String)] = [
        ("alembic_version", "Alembic"), ("django_migrations", "Django"), ("django_content_type", "Django"),
        ("auth_permission", "Django"), ("schema_migrations", "the application's migrations"),
        ("ar_internal_metadata", "Rails"), ("flyway_schema_history", "Flyway"), ("databasechangelog", "Liquibase"),
        ("databasechangeloglock", "Liquibase"), ("knex_migrations", "Knex"), ("knex_migrations_lock", "Knex"),
        ("_prisma_migrations", "Prisma"), ("__EFMigrationsHistory", "Entity Framework"),
        ("__diesel_schema_migrations", "Diesel"), ("_sqlx_migrations", "SQLx"), ("goose_db_version", "Goose"),
        ("SequelizeMeta", "Sequelize"), ("__drizzle_migrations", "Drizzle"),
        ("doctrine_migration_versions", "Doctrine"),
        ("migration_log", "Grafana"), ("seaql_migrations", "SeaORM"),
    ]
}
