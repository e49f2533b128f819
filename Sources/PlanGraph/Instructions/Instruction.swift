/// What the executor knows how to do. Each case is described by its own type.
package enum Instruction: Hashable, Sendable {
    case sql(SQLInstruction)
    case copy(CopyInstruction)
    case check(CheckInstruction)
    case verify(VerifyInstruction)
    case run(CommandInstruction)
    case http(HTTPInstruction)
    case backup(BackupInstruction)
}
