internal import Glibc
internal import PlanCommands

exit(Tool.main(Array(CommandLine.arguments.dropFirst())))
