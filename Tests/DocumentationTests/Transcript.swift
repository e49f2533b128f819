/// What a page shows of the shell: files to have, and commands with what they print.
struct Transcript {
    enum Step {
        /// A block that begins with a comment naming a file is that file.
        case file(name: String, text: String)
        case command(Command)
    }

    struct Command {
        let line: String
        /// In the page, from 1.
        let number: Int
        /// As stated by a comment at the end, `# exits with 3`; else 0.
        let exitCode: Int32
        /// What it prints on both streams; nil where the page does not show it.
        let output: [String]?
    }

    let steps: [Step]

    init(of document: Document) {
        steps = document.blocks.flatMap { block -> [Step] in
            if let name = Self.fileName(of: block) { return [.file(name: name, text: block.text)] }
            switch block.language {
            case "console": return Self.console(block).map { .command($0) }
            case "sh": return Self.script(block).map { .command($0) }
            default: return []
            }
        }
    }

    var commands: [Command] {
        steps.compactMap { step in
            switch step {
            case .command(let command): command
            case .file: nil
            }
        }
    }

    private static func fileName(of block: Document.Block) -> String? {
        block.lines.first?.wholeMatch(of: /(?:#|--) ([a-z0-9.\/_-]+\.(?:yml|sql|json))/).map { String($0.1) }
    }

    /// Lines after `$ ` are commands, the others what they print.
    private static func console(_ block: Document.Block) -> [Command] {
        var commands: [Command] = []
        var open: (line: String, number: Int, output: [String])?
        func finish() {
            guard let open else { return }
            commands.append(command(open.line, open.number, output: open.output.isEmpty ? nil : open.output))
        }
        for (index, line) in block.lines.enumerated() {
            if line.hasPrefix("$ ") {
                finish()
                open = (String(line.dropFirst(2)), block.line + index, [])
            } else {
                open?.output.append(line)
            }
        }
        finish()
        return commands
    }

    /// Every line is a command, but for comments.
    private static func script(_ block: Document.Block) -> [Command] {
        block.lines.enumerated().compactMap { index, line in
            line.isEmpty || line.hasPrefix("#") ? nil : command(line, block.line + index, output: nil)
        }
    }

    private static func command(_ line: String, _ number: Int, output: [String]?) -> Command {
        guard let match = line.firstMatch(of: /\s*#\s*(?:exits with (\d+)|.*)$/) else {
            return Command(line: line, number: number, exitCode: 0, output: output)
        }
        return Command(
            line: String(line[..<match.range.lowerBound]), number: number, exitCode: match.1.flatMap { Int32($0) } ?? 0,
            output: output)
    }
}

extension Transcript.Command {
    enum Runner {
        case run
        /// It changes the machine, or takes a compiler.
        case leave
        case unknown
    }

    /// Whether tests run the command: by its program, which follows the variables set for it.
    var runner: Runner {
        let words = line.split(separator: " ")
        let program = words.first { $0.wholeMatch(of: /[A-Z_]+=.*/) == nil }
        switch program {
        case "plan", "sqlite3", "psql", "cat", "sed", "rm": return .run
        case "make", "apt-get", "sudo", "git", "swift", "export": return .leave
        default: return .unknown
        }
    }
}
