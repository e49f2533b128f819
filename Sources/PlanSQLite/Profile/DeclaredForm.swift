internal import PlanCatalog
internal import PlanSupport

/// The form of text that a declared type promises: what has another is counted to the end, with examples.
enum DeclaredForm {
    case boolean
    /// A date or a timestamp.
    case moment
    case time
    case json
    case uuid

    /// Nil for types that promise no form.
    init?(declaredType: String) {
        let type = declaredType.asciiLowercased
        if type.contains("bool") {
            self = .boolean
        } else if type.contains("date") || type.contains("timestamp") {
            self = .moment
        } else if type.hasPrefix("time") {
            self = .time
        } else if type.contains("json") {
            self = .json
        } else if type == "uuid" || type == "guid" || type == "uniqueidentifier" {
            self = .uuid
        } else {
            return nil
        }
    }

    /// Formats of which one being that of all texts says that each text has the form.
    var formats: FormatSet {
        switch self {
        case .boolean: .boolean
        case .moment: [.date, .timestamp, .timestampWithZone]
        case .time: .time
        case .json: [.json, .jsonb]
        case .uuid: .uuid
        }
    }

    func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .boolean: NumberText.boolean(text) != nil
        case .moment: CalendarText.timestamp(text) != nil
        case .time: CalendarText.time(text) != nil
        case .json: text.count <= FormatSet.longestJSON && JSONText.kind(of: text) != .notJSON
        case .uuid: UUIDText.parse(text) != nil
        }
    }
}
