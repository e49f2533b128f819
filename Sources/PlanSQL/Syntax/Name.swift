package import PlanDiagnostics

/// A name without its quotes, with its place.
package struct Name: Hashable, Sendable {
    package let value: String
    @Uncompared package var range: SourceRange

    package init(_ value: String, range: SourceRange = 0..<0) {
        self.value = value
        _range = Uncompared(wrappedValue: range)
    }
}

/// A table, view, index, trigger or table-valued function, with its schema if that is written.
package struct RelationName: Hashable, Sendable {
    package let schema: Name?
    package let name: Name
    @Uncompared package var range: SourceRange

    package init(schema: Name? = nil, _ name: Name, range: SourceRange = 0..<0) {
        self.schema = schema
        self.name = name
        _range = Uncompared(wrappedValue: range)
    }
}

/// A part of a statement that is kept as text: a declared type, or an argument of a virtual table's module.
package struct SQLFragment: Hashable, Sendable {
    package let text: String
    @Uncompared package var range: SourceRange

    package init(_ text: String, range: SourceRange = 0..<0) {
        self.text = text
        _range = Uncompared(wrappedValue: range)
    }
}
