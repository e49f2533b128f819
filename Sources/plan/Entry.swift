internal import PlanCommands

/// Where the system begins the program; SwiftPM links it as `main`.
///
/// `CommandLine.arguments` is read from `/proc`, which a root directory that was just made does not have, and is empty
/// without it. The system hands over the words in any case.
@c(plan_main)
func begin(_ count: Int32, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
    Tool.main(Array(CommandWords.texts(count, words).dropFirst()))
}
