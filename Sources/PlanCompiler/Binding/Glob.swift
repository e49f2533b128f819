internal import PlanCatalog

/// A pattern over names: `*` for any text, `?` for any character, ASCII letters in any case.
struct Glob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern.asciiLowercased) }

    /// Whether the pattern has a wildcard in it.
    var isWild: Bool { pattern.contains("*") || pattern.contains("?") }

    func matches(_ name: String) -> Bool {
        let name = Array(name.asciiLowercased)
        var place = 0
        var index = 0
        // Where to go on after the last `*`, if what was tried since fails.
        var retry: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == "*" {
                retry = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                place = last.place + 1
                index = last.index + 1
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
