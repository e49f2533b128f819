/// The words of a command line as a process gets them.
enum CommandWords {
    /// The words as texts, that of the program first; what is not UTF-8 is repaired.
    static func texts(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> [String] {
        (0..<Int(count)).compactMap { index in words[index].map { String(cString: $0) } }
    }
}
