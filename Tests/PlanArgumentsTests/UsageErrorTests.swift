import PlanArguments
import Testing

@Suite struct UsageErrorTests {
    struct Case: CustomTestStringConvertible {
        let line: [String]
        let message: String
        var testDescription: String { line.joined(separator: " ") }

        init(_ line: String, _ message: String) {
            self.line = line.split(separator: " ").map(String.init)
            self.message = message
        }
    }

    @Test(arguments: [
        Case("complie a", "unknown command 'complie'; did you mean 'compile'?"),
        Case("frobnicate", "unknown command 'frobnicate'"),
        Case("self-tes", "unknown command 'self-tes'"),
        Case("complie --help", "unknown command 'complie'; did you mean 'compile'?"),
        Case("help complie", "unknown command 'complie'; did you mean 'compile'?"),
        Case("backup creat", "unknown command 'creat'; did you mean 'create'?"),
        Case("--quiet", "a command is missing; use init, compile, show, run, backup or completions"),
        Case("backup", "a command is missing; use create or list"),
        Case("compile a --chek", "unknown option '--chek'; did you mean '--check'?"),
        Case("compile a --frobnicate=1", "unknown option '--frobnicate'"),
        Case("compile a -z", "unknown option '-z'"),
        Case("compile a -qz", "unknown option '-z'"),
        Case("compile a -check", "unknown option '-c'; did you mean '--check'?"),
        Case("compile a --jobs 3", "unknown option '--jobs'"),
        Case("--check compile a", "unknown option '--check'"),
        Case("compile a --version", "unknown option '--version'"),
        Case("run a --jobs", "missing value for '--jobs N'"),
        Case("run a -j", "missing value for '-j N'"),
        Case("run a --jobs --yes", "missing value for '--jobs N'"),
        Case("run a --jobs -- b", "missing value for '--jobs N'"),
        Case("run a --only -x", "missing value for '--only ID'; if '-x' is the value, write '--only=-x'"),
        Case("show a --format", "missing value for '--format FORMAT'"),
        Case("run a --format", "missing value for '--format text|json'"),
        Case("run a --yes=no", "'--yes' takes no value, but was given 'no'"),
        Case("run a -y=no", "'-y' takes no value, but was given 'no'"),
        Case("run a --help=all", "'--help' takes no value, but was given 'all'"),
        Case("run a --format jsn", "invalid value 'jsn' for '--format'; use text or json (did you mean 'json'?)"),
        Case("run a --format yaml", "invalid value 'yaml' for '--format'; use text or json"),
        Case("completions basch", "invalid value 'basch' for 'SHELL'; use bash, zsh or fish (did you mean 'bash'?)"),
        Case("run a --jobs many", "'--jobs' needs a whole number, but was given 'many'"),
        Case("run a --jobs 1.5", "'--jobs' needs a whole number, but was given '1.5'"),
        Case("run a -j 65", "'-j' needs a whole number (1 to 64), but was given '65'"),
        Case("run a -j 0", "'-j' needs a whole number (1 to 64), but was given '0'"),
        Case(
            "run a --offset 9223372036854775808",
            "'--offset' needs a whole number (of 64 bits), but was given '9223372036854775808'"),
        Case("compile", "missing argument 'FILE'"),
        Case("run --yes", "missing argument 'FILE'"),
        Case("init", "missing option '--from DATABASE'"),
        Case("compile a b", "unexpected argument 'b'"),
        Case("backup create x", "unexpected argument 'x'"),
        Case("help compile x", "unexpected argument 'x'"),
        Case("run a -j 1 --jobs 2", "option '--jobs' is given twice"),
        Case("--format text run a --format text", "option '--format' is given twice"),
    ])
    func `a wrong line is answered with one clear message`(wrong: Case) {
        let error = #expect(throws: UsageError.self) { try SampleTool.tool.parse(wrong.line) }
        #expect(error?.message == wrong.message)
    }

    @Test(arguments: [
        Case(
            "compile", "missing argument 'FILE'\nusage: plan compile FILE [options]\nsee 'plan compile --help'"),
        Case(
            "init",
            "missing option '--from DATABASE'\nusage: plan init [NAME] --from DATABASE [options]\n"
                + "see 'plan init --help'"),
        Case(
            "backup x", "unknown command 'x'\nusage: plan backup COMMAND [options]\nsee 'plan backup --help'"),
        Case("x", "unknown command 'x'\nusage: plan COMMAND [options]\nsee 'plan --help'"),
        Case("run", "missing argument 'FILE'\nusage: plan run FILE... [options]\nsee 'plan run --help'"),
    ])
    func `the usage and a hint follow the message`(wrong: Case) {
        let error = #expect(throws: UsageError.self) { try SampleTool.tool.parse(wrong.line) }
        #expect(error?.description == wrong.message)
    }

    @Test func `an error is a value that names the command and the words`() {
        let error = #expect(throws: UsageError.self) { try SampleTool.tool.parse(["run", "a", "-j", "65"]) }
        #expect(error?.path == ["run"])
        #expect(error?.reason == .integerOutOfRange(option: "-j", value: "65", range: 1...64))
    }
}
