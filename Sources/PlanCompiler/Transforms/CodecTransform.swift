internal import PlanDialects
internal import PlanGraph

/// A transform that SQL cannot do: a codec of the executor. It is the last of a column's transforms.
struct CodecTransform: Sendable {
    /// What it takes in parentheses.
    enum Parameter: Sendable {
        case none
        /// A name to tell its UUIDs from those of others; that of the table where it is left out.
        case namespace
        /// The column whose moment it takes.
        case column
        /// `${NAME}`, the variable that holds the key.
        case key
        /// How many characters at the end stay; none where it is left out.
        case count
    }

    let name: String
    let codec: CodecID
    let parameter: Parameter
    /// The type where the plan states none.
    let usualType: PostgresTypeName

    /// Every one, in the order of the documentation.
    static let all: [CodecTransform] = [
        CodecTransform(name: "uuid_v5", codec: .uuidV5, parameter: .namespace, usualType: .uuid),
        CodecTransform(name: "uuid_v7_from", codec: .uuidV7, parameter: .column, usualType: .uuid),
        CodecTransform(name: "sha256", codec: .sha256, parameter: .none, usualType: .text),
        CodecTransform(name: "hmac", codec: .hmac, parameter: .key, usualType: .text),
        CodecTransform(name: "mask", codec: .mask, parameter: .count, usualType: .text),
        CodecTransform(name: "pseudonymize", codec: .pseudonym, parameter: .key, usualType: .text),
        CodecTransform(name: "base64_decode", codec: .base64, parameter: .none, usualType: .bytea),
    ]
}
