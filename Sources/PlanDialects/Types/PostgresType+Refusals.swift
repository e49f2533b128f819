package import PlanCatalog
package import PlanGraph

extension PostgresType {
    /// The codec that takes most kinds of values for this type, where nobody knows what a column holds; nil where none
    /// writes the type.
    package var generalCodec: CodecID? {
        if name == .boolean, !isArray { return .booleanText }
        guard case .fits(let codec) = fit(nil, serverVersion: 14) else { return nil }
        return codec
    }

    /// The codec that takes some of a column's values where none takes them all; nil where it would take none.
    package func codec(forSomeOf profile: ColumnProfile) -> CodecID? {
        let numbers = profile.integers + profile.reals
        switch generalCodec {
        case .uuidText? where profile.texts == 0 && profile.blobs > 0: return .uuidBlob
        case .integer? where numbers > 0, .real? where numbers > 0: return generalCodec
        case .numeric? where numbers + profile.texts > 0, .text? where numbers + profile.texts > 0: return generalCodec
        case .booleanText? where profile.integers + profile.texts > 0: return .booleanText
        case let codec? where profile.texts > 0 && codec != .integer && codec != .real: return codec
        default: return nil
        }
    }
}
