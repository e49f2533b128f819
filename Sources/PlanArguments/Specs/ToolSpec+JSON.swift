package import PlanSupport

extension ToolSpec {
    /// The version of the description that `json` is; it grows when a reader of an older one would go wrong.
    static let formatVersion: Int64 = 1

    /// A description of the tool from which documentation is generated; hidden commands are in it, and say so.
    package var json: JSONValue {
        .object([
            "format": .object(["name": "plan.tool", "version": .integer(Self.formatVersion)]),
            "name": .string(name),
            "abstract": .string(abstract),
            "version": .string(version),
            "commands": .array(commands.map(\.json)),
            "common_options": .array((commonOptions + [.help]).map(\.json)),
            "exit_codes": .array(
                exitCodes.map { .object(["code": .integer(Int64($0.code)), "meaning": .string($0.meaning)]) }),
            "environment": .array(
                environment.map { .object(["name": .string($0.name), "effect": .string($0.effect)]) }),
            "further_reading": furtherReading.jsonUnlessEmpty,
        ])
    }
}

extension CommandSpec {
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name),
            "abstract": .string(abstract),
            "group": group.map { .string($0.title) },
            "hidden": .boolean(isHidden),
            "discussion": discussion.jsonUnlessEmpty,
            "arguments": .array(arguments.map(\.json)),
            "options": .array(options.map(\.json)),
            "examples": .array(
                examples.map { .object(["explanation": .string($0.explanation), "line": .string($0.line)]) }),
            "subcommands": .array(subcommands.map(\.json)),
        ])
    }
}

extension ArgumentSpec {
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name),
            "arity": .string(arity.rawValue),
            "help": .string(help),
            "choices": choices.map { .array($0.map(JSONValue.string)) },
            "completion": completion.json,
        ])
    }
}

extension OptionSpec {
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name),
            "short": short.map { .string(String($0)) },
            "kind": .string(kindName),
            "placeholder": placeholder.map(JSONValue.string),
            "choices": choices.map { .array($0.map(JSONValue.string)) },
            "minimum": range.flatMap { $0.lowerBound == .min ? nil : .integer(Int64($0.lowerBound)) },
            "maximum": range.flatMap { $0.upperBound == .max ? nil : .integer(Int64($0.upperBound)) },
            "occurrence": .string(occurrence.rawValue),
            "help": .string(help),
            "default": defaultValue.map(JSONValue.string),
            "default_description": defaultValue == nil ? defaultText.map(JSONValue.string) : nil,
            "completion": completion.json,
        ])
    }

    private var kindName: String {
        switch kind {
        case .flag: "flag"
        case .value: "value"
        case .choice: "choice"
        case .integer: "integer"
        }
    }

    private var range: ClosedRange<Int>? {
        switch kind {
        case .integer(_, let range): range
        case .flag, .value, .choice: nil
        }
    }
}

extension CompletionHint {
    fileprivate var json: JSONValue? {
        switch self {
        case .none: nil
        case .file(let extensions): .object(["files": .array(extensions.map(JSONValue.string))])
        case .directory: "directories"
        case .words(let words): .object(["words": .array(words.map(JSONValue.string))])
        }
    }
}

extension String {
    fileprivate var jsonUnlessEmpty: JSONValue? { isEmpty ? nil : .string(self) }
}
