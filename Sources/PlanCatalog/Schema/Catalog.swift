/// Whose catalog it is.
package enum Engine: String, Sendable, CaseIterable {
    case sqlite
    case postgresql
}

/// The schema of one database as a value. Tables and views are sorted by name (in bytes), whatever order the engine gave
/// them; triggers stand in the order that decides which of two fires first: that in which they were made.
package struct Catalog: Hashable, Sendable {
    package let engine: Engine
    package let tables: [Table]
    package let views: [View]
    package let triggers: [Trigger]

    package init(engine: Engine, tables: [Table], views: [View], triggers: [Trigger]) {
        self.engine = engine
        self.tables = tables.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.views = views.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.triggers = triggers
    }

    /// The table of a name, in the letter case of the catalog or, as SQLite does, in any ASCII letter case.
    package func table(named name: String) -> Table? {
        tables.first { $0.name == name } ?? tables.first { $0.name.isSameName(as: name) }
    }

    package func view(named name: String) -> View? {
        views.first { $0.name == name } ?? views.first { $0.name.isSameName(as: name) }
    }
}

/// A view and the statement that defines it.
package struct View: Hashable, Sendable {
    package let name: String
    package let columns: [ViewColumn]
    /// The stored `CREATE VIEW` statement.
    package let sql: String
    /// Why the engine could not compile the view (a missing table, function or module), in its words.
    package let problem: String?

    package init(name: String, columns: [ViewColumn], sql: String, problem: String?) {
        self.name = name
        self.columns = columns
        self.sql = sql
        self.problem = problem
    }
}

/// A column that a view returns.
package struct ViewColumn: Hashable, Sendable {
    package let name: String
    /// Empty where the engine knows none.
    package let declaredType: String

    package init(name: String, declaredType: String) {
        self.name = name
        self.declaredType = declaredType
    }
}

/// A trigger and the statement that defines it.
package struct Trigger: Hashable, Sendable {
    package let name: String
    /// The table or view that it watches.
    package let table: String
    package let sql: String

    package init(name: String, table: String, sql: String) {
        self.name = name
        self.table = table
        self.sql = sql
    }
}

extension String {
    /// The text with A–Z in lower case and all else as it is: how SQLite compares names.
    package var asciiLowercased: String {
        guard utf8.contains(where: { $0.isUppercase }) else { return self }
        return String(decoding: utf8.map(\.lowercased), as: UTF8.self)
    }

    /// Whether SQLite takes two names for one: A–Z in either case.
    package func isSameName(as other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.lowercased == $1.lowercased }
    }
}

extension UInt8 {
    fileprivate var isUppercase: Bool { (65...90).contains(self) }
    fileprivate var lowercased: UInt8 { isUppercase ? self + 32 : self }
}
