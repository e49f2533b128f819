internal import CYAML

/// libyaml's event parser over bytes that it owns.
struct YAMLEventReader: ~Copyable {
    /// Where and why libyaml gave up.
    struct Failure: Error {
        enum Position {
            /// Unicode scalars from the start of the text.
            case scalar(Int)
            /// Bytes from the start of the text.
            case byte(Int)
        }

        let problem: String
        let position: Position
        /// What was being read, and the scalar where it began.
        let context: String
        let contextScalar: Int
    }

    // The parser keeps a pointer to itself, so that it needs a fixed address.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter text: UTF-8 without a byte order mark.
    init(_ text: ArraySlice<UInt8>) {
        input = .allocate(capacity: text.count)
        _ = input.initialize(from: text)
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else { preconditionFailure("no memory for a YAML parser") }
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; after the stream's end there is none.
    mutating func next() throws(Failure) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        return YAMLEvent(event)
    }

    private func failure() -> Failure {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "out of memory"
        return Failure(
            problem: problem,
            position: state.error == YAML_READER_ERROR
                ? .byte(state.problem_offset) : .scalar(state.problem_mark.index),
            context: state.context.map { String(cString: $0) } ?? "", contextScalar: state.context_mark.index)
    }
}

/// One event of libyaml; its memory is freed with it.
struct YAMLEvent: ~Copyable {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias
        case scalar
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    private let event: yaml_event_t
    let kind: Kind

    fileprivate init(_ event: consuming yaml_event_t) {
        self.event = event
        kind =
            switch event.type {
            case YAML_STREAM_START_EVENT: .streamStart
            case YAML_DOCUMENT_START_EVENT: .documentStart
            case YAML_DOCUMENT_END_EVENT: .documentEnd
            case YAML_ALIAS_EVENT: .alias
            case YAML_SCALAR_EVENT: .scalar
            case YAML_SEQUENCE_START_EVENT: .sequenceStart
            case YAML_SEQUENCE_END_EVENT: .sequenceEnd
            case YAML_MAPPING_START_EVENT: .mappingStart
            case YAML_MAPPING_END_EVENT: .mappingEnd
            default: .streamEnd
            }
    }

    deinit {
        var owned = event
        yaml_event_delete(&owned)
    }

    /// Where it starts and ends, in Unicode scalars.
    var scalars: Range<Int> {
        let start = event.start_mark.index
        return start..<max(start, event.end_mark.index)
    }

    /// The name after `&` or `*`.
    var anchor: String? {
        switch kind {
        case .alias: Self.text(event.data.alias.anchor)
        case .scalar: Self.text(event.data.scalar.anchor)
        case .sequenceStart: Self.text(event.data.sequence_start.anchor)
        case .mappingStart: Self.text(event.data.mapping_start.anchor)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd: nil
        }
    }

    /// The tag with its handle resolved.
    var tag: String? {
        switch kind {
        case .scalar: Self.text(event.data.scalar.tag)
        case .sequenceStart: Self.text(event.data.sequence_start.tag)
        case .mappingStart: Self.text(event.data.mapping_start.tag)
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .alias, .sequenceEnd, .mappingEnd: nil
        }
    }

    /// The text of a scalar.
    var text: String {
        let scalar = event.data.scalar
        return String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    }

    var style: YAMLScalar.Style {
        switch event.data.scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    /// Whether a collection is written with braces or brackets.
    var isFlow: Bool {
        switch kind {
        case .sequenceStart: event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
        case .mappingStart: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .alias, .scalar, .sequenceEnd, .mappingEnd: false
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}
