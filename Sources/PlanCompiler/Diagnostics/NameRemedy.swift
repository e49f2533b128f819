internal import PlanDiagnostics

/// What a plan can do about a name that cannot stand: tables and columns have a `rename`, other objects can be left out.
enum NameRemedy {
    /// Under these keys stands the name.
    case rename([String])
    /// Under these keys stands what becomes of the object, which is of this kind.
    case drop([String], kind: String)

    /// The lines for the plan.
    func snippet(_ name: String, renaming effect: String) -> PlanSnippet {
        switch self {
        case .rename(let keys): PlanSnippet(keys, YAMLText.scalar(name), effect: effect)
        case .drop(let keys, let kind): PlanSnippet(keys, "{ drop: true }", effect: "leave the \(kind) out")
        }
    }

    /// Where another name goes; nil if the plan has no place for one.
    var note: String? {
        switch self {
        case .rename(let keys): "a shorter name of your own goes under \(keys.joined(separator: "."))"
        case .drop: nil
        }
    }
}
