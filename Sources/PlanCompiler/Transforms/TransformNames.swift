/// The transforms that a plan may name.
package enum TransformNames {
    /// In the order of the documentation: those of SQL, then those that are codecs.
    package static let all = SQLTransform.all.map(\.name) + CodecTransform.all.map(\.name)
}
