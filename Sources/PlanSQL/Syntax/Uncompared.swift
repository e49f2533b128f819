/// A value that equality and hashing pass over.
///
/// Every node of a syntax tree has its range wrapped so: two nodes are equal if they say the same, wherever each
/// stands. A copy without ranges would need a second walk over every node; this cannot forget one.
@propertyWrapper
package struct Uncompared<Value: Sendable>: Hashable, Sendable {
    package let wrappedValue: Value

    package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    package static func == (left: Uncompared, right: Uncompared) -> Bool { true }

    package func hash(into hasher: inout Hasher) {}
}
