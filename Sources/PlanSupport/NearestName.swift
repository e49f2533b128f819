/// Finds the name that a mistyped one was probably meant to be.
package enum NearestName {
    /// The candidate with the smallest edit distance to `name`, if it is near enough to be worth suggesting.
    ///
    /// Near enough is a distance of at most a third of the longer name, and at least one; letter case counts less than
    /// a whole edit. Ties go to the first candidate. O(candidates × length²).
    package static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased())
        var best: (name: String, distance: Int)?
        for candidate in candidates where candidate != name {
            let other = Array(candidate.lowercased())
            let limit = max(1, max(wanted.count, other.count) / 3)
            guard abs(wanted.count - other.count) <= limit else { continue }
            let distance = editDistance(wanted, other)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Edits (insertion, deletion, replacement, exchange of neighbours) that turn one text into the other.
    static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replacement = last[column] + (left[row] == right[column] ? 0 : 1)
                var cost = min(replacement, min(last[column + 1], current[column]) + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
