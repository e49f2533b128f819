internal import PlanDiagnostics
internal import PlanSupport
internal import PlanYAML

/// How values of a type are written in a plan: what may be written, and how it is read.
struct Shape<Value: Sendable>: Sendable {
    let form: ValueForm
    /// Reads a node, or says in the decoding's diagnostics why not.
    let decode: @Sendable (YAMLNode, inout Decoding) -> Value?
    /// Writes a value as the plan would; needed where a value is a default.
    let write: (@Sendable (Value) -> JSONValue)?

    init(
        _ form: ValueForm, write: (@Sendable (Value) -> JSONValue)? = nil,
        decode: @escaping @Sendable (YAMLNode, inout Decoding) -> Value?
    ) {
        self.form = form
        self.decode = decode
        self.write = write
    }

    /// The same text, read further; `transform` says in the diagnostics why it gives nil.
    func refined<Other: Sendable>(
        _ transform: @escaping @Sendable (Value, YAMLNode, inout Decoding) -> Other?
    ) -> Shape<Other> {
        let decode = decode
        return Shape<Other>(form) { node, decoding in
            decode(node, &decoding).flatMap { transform($0, node, &decoding) }
        }
    }

    /// The value with its place.
    var located: Shape<Located<Value>> { refined { value, node, _ in Located(value, at: node.place) } }
}
