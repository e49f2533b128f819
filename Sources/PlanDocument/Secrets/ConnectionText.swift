internal import PlanSupport

/// What can be seen of a connection string before its variables are known.
enum ConnectionText {
    /// The scheme of an address that is not one of PostgreSQL; nil for anything else.
    static func foreignScheme(of template: VariableTemplate) -> String? {
        guard case .literal(let text)? = template.segments.first, let end = text.firstRange(of: "://") else {
            return nil
        }
        let scheme = text[..<end.lowerBound]
        let isScheme = !scheme.isEmpty && scheme.utf8.allSatisfy { (97...122).contains($0) || (65...90).contains($0) }
        return isScheme && !["postgres", "postgresql"].contains(scheme.lowercased()) ? String(scheme) : nil
    }
}
