internal import PlanDiagnostics

/// Builds the tree from libyaml's events, and resolves aliases and merges on the way.
struct YAMLTreeBuilder: ~Copyable {
    /// Thrown once a diagnostic says why there is no use in reading on.
    struct Stop: Error {}

    /// A node with what the limits need to know of it.
    private struct Built {
        var node: YAMLNode
        /// Bytes of text, aliases expanded.
        var size: Int
        /// Collections inside each other, this one included.
        var height: Int
    }

    private enum Anchor {
        /// Its node is not complete: an alias now would contain itself.
        case open(SourcePlace)
        case complete(Built)
    }

    private var reader: YAMLEventReader
    private let file: SourceFile
    private let textStart: Int
    private let offsets: ScalarOffsets
    private let limits: YAMLLimits
    private var expanded: Int
    private var anchors: [String: Anchor] = [:]
    var bag = DiagnosticBag()

    /// - Parameters:
    ///   - bytes: the text, with `textStart` bytes of byte order mark before it.
    ///   - file: what places point into.
    init(_ bytes: [UInt8], from textStart: Int, placesIn file: SourceFile, limits: YAMLLimits) {
        reader = YAMLEventReader(bytes[textStart...])
        self.file = file
        self.textStart = textStart
        offsets = ScalarOffsets(bytes, from: textStart)
        self.limits = limits
        expanded = bytes.count
    }

    /// The one document of the stream.
    mutating func document() throws(Stop) -> YAMLNode {
        var root: YAMLNode?
        while true {
            let event = try next()
            switch event.kind {
            case .streamStart, .documentEnd: continue
            case .streamEnd:
                guard let root else {
                    bag.add(.emptyDocument(at: file.place(textStart..<textStart)))
                    throw Stop()
                }
                return root
            case .documentStart where root != nil:
                bag.add(.secondDocument(at: place(of: event)))
                throw Stop()
            case .documentStart: root = try value(of: try next(), depth: 0).node
            case .alias, .scalar, .sequenceStart, .sequenceEnd, .mappingStart, .mappingEnd:
                preconditionFailure("libyaml sent content outside a document")
            }
        }
    }

    private mutating func next() throws(Stop) -> YAMLEvent {
        do {
            return try reader.next()
        } catch {
            bag.add(YAMLProblem(error, in: file, textStart: textStart, offsets: offsets).diagnostic)
            throw Stop()
        }
    }

    private mutating func value(of event: borrowing YAMLEvent, depth: Int) throws(Stop) -> Built {
        let name = event.anchor
        if event.kind == .alias { return try alias(name ?? "", at: place(of: event), depth: depth) }
        if let name { anchors[name] = .open(property(UInt8(ascii: "&"), of: event)) }
        let built: Built
        switch event.kind {
        case .sequenceStart: built = try sequence(event, depth: depth + 1)
        case .mappingStart: built = try mapping(event, depth: depth + 1)
        case .scalar, .alias, .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            built = scalar(event)
        }
        if let name { anchors[name] = .complete(built) }
        return built
    }

    private mutating func alias(_ name: String, at place: SourcePlace, depth: Int) throws(Stop) -> Built {
        switch anchors[name] {
        case nil:
            bag.add(.unknownAnchor(name, known: anchors.keys.sorted(), at: place))
            return Built(node: YAMLNode(.scalar(YAMLScalar("", .plain)), at: place), size: 1, height: 0)
        case .open(let anchor)?:
            bag.add(.cyclicAlias(name, at: place, anchor: anchor))
            throw Stop()
        case .complete(var built)?:
            expanded += max(1, built.size)
            guard expanded <= limits.expandedBytes else {
                bag.add(.expandsTooFar(limit: limits.expandedBytes, at: place))
                throw Stop()
            }
            try checkDepth(depth + built.height, at: place)
            built.node.place = place
            return built
        }
    }

    private mutating func scalar(_ event: borrowing YAMLEvent) -> Built {
        let place = place(of: event)
        let style = event.style
        let tag = YAMLTag(event.tag)
        let node = YAMLNode(.scalar(YAMLScalar(event.text, style, tag: tag.ofScalar)), at: place)
        if !tag.fitsScalar { bag.add(.unsupportedTag(tag.written, at: property(UInt8(ascii: "!"), of: event))) }
        return Built(node: node, size: max(1, place.range.count), height: 0)
    }

    private mutating func sequence(_ start: borrowing YAMLEvent, depth: Int) throws(Stop) -> Built {
        try checkDepth(depth, at: place(of: start))
        let tag = YAMLTag(start.tag)
        if !tag.fitsSequence { bag.add(.unsupportedTag(tag.written, at: property(UInt8(ascii: "!"), of: start))) }
        var elements: [YAMLNode] = []
        var size = 2
        var height = 0
        while true {
            let event = try next()
            if event.kind == .sequenceEnd {
                let range = collectionRange(start, end: event, lastChild: elements.last?.place)
                return Built(node: YAMLNode(.sequence(elements), at: range), size: size, height: height + 1)
            }
            let element = try value(of: event, depth: depth)
            elements.append(element.node)
            size += element.size + 1
            height = max(height, element.height)
        }
    }

    private mutating func mapping(_ start: borrowing YAMLEvent, depth: Int) throws(Stop) -> Built {
        try checkDepth(depth, at: place(of: start))
        let tag = YAMLTag(start.tag)
        if !tag.fitsMapping { bag.add(.unsupportedTag(tag.written, at: property(UInt8(ascii: "!"), of: start))) }
        var entries = YAMLMappingBuilder()
        var lastChild: SourcePlace?
        var size = 2
        var height = 0
        while true {
            let event = try next()
            if event.kind == .mappingEnd {
                let range = collectionRange(start, end: event, lastChild: lastChild)
                return Built(node: YAMLNode(.mapping(entries.finish()), at: range), size: size, height: height + 1)
            }
            let key = try value(of: event, depth: depth)
            let element = try value(of: try next(), depth: depth)
            entries.add(key: key.node, value: element.node, into: &bag)
            lastChild = element.node.place
            size += key.size + element.size + 2
            height = max(height, element.height)
        }
    }

    private mutating func checkDepth(_ depth: Int, at place: SourcePlace) throws(Stop) {
        guard depth > limits.depth else { return }
        bag.add(.tooDeep(limit: limits.depth, at: place))
        throw Stop()
    }

    // MARK: Places

    /// The place of an event's own text, without its anchor and tag.
    private func place(of event: borrowing YAMLEvent) -> SourcePlace {
        let scalars = event.scalars
        var start = offsets.byteOffset(ofScalar: scalars.lowerBound)
        var end = offsets.byteOffset(ofScalar: scalars.upperBound)
        if event.kind != .alias, event.anchor != nil || event.tag != nil {
            start = min(end, skippingProperties(from: start))
        }
        if event.kind == .scalar, event.style == .block { end = trimmed(end, downTo: start) }
        return file.place(start..<end)
    }

    /// The place of an event's anchor or tag, which begins with a sign.
    private func property(_ sign: UInt8, of event: borrowing YAMLEvent) -> SourcePlace {
        let bytes = file.bytes
        let first = offsets.byteOffset(ofScalar: event.scalars.lowerBound)
        guard var start = bytes[first...].firstIndex(where: { !Self.isBlank($0) }) else { return place(of: event) }
        if bytes[start] != sign {
            // The other property stands first.
            start = bytes[start...].firstIndex(where: Self.isBlank) ?? bytes.endIndex
            start = bytes[start...].firstIndex(of: sign) ?? start
        }
        let end = bytes[start...].firstIndex { Self.isBlank($0) || Self.flowSigns.contains($0) } ?? bytes.endIndex
        return file.place(start..<max(start, end))
    }

    private static let flowSigns = Array(",[]{}".utf8)

    /// The place of a whole collection. The end mark of one in block form is the start of whatever comes next, so that
    /// its last child says where it ends.
    private func collectionRange(
        _ start: borrowing YAMLEvent, end: borrowing YAMLEvent, lastChild: SourcePlace?
    ) -> SourcePlace {
        var lower = offsets.byteOffset(ofScalar: start.scalars.lowerBound)
        if start.anchor != nil || start.tag != nil { lower = skippingProperties(from: lower) }
        let upper =
            start.isFlow
            ? offsets.byteOffset(ofScalar: end.scalars.upperBound) : lastChild?.range.upperBound ?? lower
        return file.place(min(lower, upper)..<upper)
    }

    private func skippingProperties(from start: Int) -> Int {
        let bytes = file.bytes
        var offset = start
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                while offset < bytes.count, !Self.isBlank(bytes[offset]) { offset += 1 }
            case UInt8(ascii: "#"):
                while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
            case let byte where Self.isBlank(byte): offset += 1
            default: return offset
            }
        }
        return offset
    }

    private func trimmed(_ end: Int, downTo start: Int) -> Int {
        var end = end
        while end > start, Self.isBlank(file.bytes[end - 1]) { end -= 1 }
        return end
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
