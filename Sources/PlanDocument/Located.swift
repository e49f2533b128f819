package import PlanDiagnostics

/// A value, and the place in a plan that says it.
package struct Located<Value: Sendable>: Sendable {
    package var value: Value
    package var place: SourcePlace

    package init(_ value: Value, at place: SourcePlace) {
        self.value = value
        self.place = place
    }

    /// Another value said at the same place.
    package func map<Other: Sendable, Failure: Error>(
        _ transform: (Value) throws(Failure) -> Other
    ) throws(Failure) -> Located<Other> {
        Located<Other>(try transform(value), at: place)
    }
}

/// The value of a key that has a default.
package struct Setting<Value: Sendable>: Sendable {
    package var value: Value
    /// The place of the value; nil where the plan leaves the key out and `value` is the default.
    package var place: SourcePlace?

    package init(default value: Value) {
        self.value = value
        place = nil
    }

    package init(_ located: Located<Value>) {
        value = located.value
        place = located.place
    }

    /// Whether the plan says it.
    package var isStated: Bool { place != nil }
}
