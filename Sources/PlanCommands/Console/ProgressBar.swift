/// How far something has come, as a line of marks.
enum ProgressBar {
    private static let width = 20

    /// `[#######.............]`; full only where nothing is left.
    static func text(_ done: Int, of expected: Int64) -> String {
        let share = min(1, max(0, Double(done) / Double(max(1, expected))))
        let filled = Int(share * Double(width))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]"
    }
}
