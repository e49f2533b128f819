internal import PlanSupport

/// Whether bytes are a text that PostgreSQL takes: UTF-8 without NUL.
enum UTF8Text {
    /// Checks all bytes.
    ///
    /// - Returns: the number of characters (code points).
    @inline(__always)
    static func check(_ bytes: UnsafeRawBufferPointer) throws(ValueRefusal) -> Int {
        let scan = UTF8Scan(bytes)
        guard scan.isValid, !scan.hasNUL else { throw refusal(bytes) }
        return scan.characters
    }

    /// What comes first in a text that cannot be taken.
    @inline(never)
    private static func refusal(_ bytes: UnsafeRawBufferPointer) -> ValueRefusal {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let scalar):
                if scalar.first == 0 { return .nul(offset: offset) }
                offset += scalar.count
            case .error, .emptyInput: return .notUTF8(offset: offset)
            }
        }
    }
}
