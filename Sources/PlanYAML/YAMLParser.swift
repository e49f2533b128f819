package import PlanDiagnostics

/// Reads YAML 1.2, as far as libyaml does, into a tree with places.
package enum YAMLParser {
    /// The file's one document; nil where a diagnostic says why not.
    package static func parse(
        _ file: SourceFile, limits: YAMLLimits = YAMLLimits(), into bag: inout DiagnosticBag
    ) -> YAMLNode? {
        parse(file.bytes, placesIn: file, limits: limits, into: &bag)
    }

    /// The one document of `bytes`, with places in another text of the same length.
    ///
    /// - Parameter file: what diagnostics and later phases may show: `bytes`, or `bytes` with secrets masked byte by
    ///   byte.
    package static func parse(
        _ bytes: [UInt8], placesIn file: SourceFile, limits: YAMLLimits = YAMLLimits(), into bag: inout DiagnosticBag
    ) -> YAMLNode? {
        precondition(bytes.count == file.bytes.count, "places would be off")
        guard bytes.count <= limits.fileBytes else {
            bag.add(.fileTooLarge(bytes.count, limit: limits.fileBytes, at: file.place(0..<0)))
            return nil
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        if let offence = firstOffence(in: bytes[start...]) {
            switch offence {
            case .notUTF8(let range): bag.add(.notUTF8(at: file.place(range)))
            case .control(let scalar, let range): bag.add(.controlCharacter(scalar, at: file.place(range)))
            }
            return nil
        }
        var builder = YAMLTreeBuilder(bytes, from: start, placesIn: file, limits: limits)
        let root = try? builder.document()
        bag.add(contentsOf: builder.bag)
        return builder.bag.hasErrors ? nil : root
    }

    private enum Offence {
        case notUTF8(Range<Int>)
        case control(Unicode.Scalar, Range<Int>)
    }

    /// The first bytes that YAML does not allow in a text: chapter 5.1 of its specification.
    private static func firstOffence(in bytes: ArraySlice<UInt8>) -> Offence? {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = bytes.startIndex
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                let range = offset..<offset + encoded.count
                if !isAllowed(scalar) { return .control(scalar, range) }
                offset = range.upperBound
            case .error(let length): return .notUTF8(offset..<offset + length)
            case .emptyInput: return nil
            }
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
            true
        default: false
        }
    }
}
