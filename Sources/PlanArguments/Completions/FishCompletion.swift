/// The completion script for fish: one `complete` line for each command, option and argument.
struct FishCompletion {
    let tool: ToolSpec

    var text: String {
        let condition = "__\(tool.functionName)_at"
        var lines = [
            "complete -c \(tool.name) -f",
            "",
            "# Commands",
        ]
        lines += commands(tool.commands, under: .tool)
        lines.append("complete -c \(tool.name) -n '\(condition)' -a help -d 'Print the help of a command'")
        lines.append(option(.version, at: "'\(condition)'"))
        for item in tool.listedCommands where !item.command.subcommands.isEmpty {
            lines += commands(item.command.subcommands, under: item.path)
        }
        lines += ["", "# Options of all commands"]
        for common in tool.commonOptions {
            // Not where the command has an option of its own by that name.
            let replacing = tool.listedCommands.filter { item in
                item.command.options.contains { $0.name == common.name }
            }
            let exceptions = replacing.map { "not \(condition) \($0.path)" }.joined(separator: "; and ")
            lines.append(option(common, at: exceptions.isEmpty ? nil : exceptions.shellQuoted))
        }
        lines.append(option(.help, at: nil))
        for item in tool.listedCommands where item.command.subcommands.isEmpty {
            lines += ["", "# \(tool.name) \(item.path)"]
            let place = "'\(condition) \(item.path)'"
            lines += item.command.options.map { option($0, at: place) }
            lines += item.command.arguments.compactMap { argument($0, at: place) }
        }
        return """
            # Completion of \(tool.name) for fish.
            # To load it, write it to ~/.config/fish/completions/\(tool.name).fish

            \(functions)

            \(lines.joined(separator: "\n"))

            """
    }

    // MARK: Lines

    private func commands(_ commands: [CommandSpec], under path: CommandPath) -> [String] {
        let places = path == .tool ? ["", "help"] : ["\(path)", "help \(path)"]
        return commands.listed.flatMap { command in
            places.map { place in
                let condition = place.isEmpty ? "__\(tool.functionName)_at" : "__\(tool.functionName)_at \(place)"
                return "complete -c \(tool.name) -n '\(condition)' -a \(command.name) -d \(quoted(command.abstract))"
            }
        }
    }

    private func option(_ option: OptionSpec, at condition: String?) -> String {
        var words = ["complete -c", tool.name]
        if let condition { words.append("-n \(condition)") }
        if let short = option.short { words.append("-s \(short)") }
        words.append("-l \(option.name)")
        if option.takesValue { words.append("-x") }
        if let offer = offer(option.effectiveCompletion) { words.append("-a \(offer)") }
        words.append("-d \(quoted(option.help))")
        return words.joined(separator: " ")
    }

    private func argument(_ argument: ArgumentSpec, at condition: String) -> String? {
        offer(argument.effectiveCompletion).map { offer in
            "complete -c \(tool.name) -n \(condition) -a \(offer) -d \(quoted(argument.name))"
        }
    }

    private func offer(_ completion: CompletionHint) -> String? {
        switch completion {
        case .none: nil
        case .file(let extensions):
            quoted("(" + (["__\(tool.functionName)_files"] + extensions).joined(separator: " ") + ")")
        case .directory: quoted("(__fish_complete_directories)")
        case .words(let words): quoted(words.joined(separator: " "))
        }
    }

    /// The text as one word of fish, in which a backslash escapes inside single quotes too.
    private func quoted(_ text: String) -> String {
        var quoted = ""
        for character in text {
            if character == "'" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return "'\(quoted)'"
    }

    // MARK: Functions

    private var functions: String {
        let valued = tool.commonOptions.filter(\.takesValue).flatMap(\.names)
        let skip =
            valued.isEmpty
            ? "" : "\n            case \(valued.joined(separator: " "))\n                set skip yes"
        let known = tool.listedCommands.flatMap { ["\($0.path)", "help \($0.path)"] } + ["help"]
        let cases = known.map(\.shellQuoted).joined(separator: " ")
        let name = tool.functionName
        return """
            # Prints the command path typed so far.
            function __\(name)_path
                set -l path
                set -l skip no
                set -l words (commandline -opc)
                set -e words[1]
                for word in $words
                    if test $skip = yes
                        set skip no
                        continue
                    end
                    switch $word\(skip)
                        case '-*'
                            continue
                        case '*'
                            switch (string join ' ' $path $word)
                                case \(cases)
                                    set -a path $word
                                case '*'
                                    break
                            end
                    end
                end
                string join ' ' $path
            end

            # Succeeds if the arguments are the command path typed so far.
            function __\(name)_at
                set -l path (__\(name)_path)
                test "$path" = "$argv"
            end

            # Prints the directories, and the files that end in one of the extensions given, or all files.
            function __\(name)_files
                set -l word (commandline -ct | string replace -r '^-[^=]*=' '' | string replace -r '^~/' "$HOME/")
                for file in $word*
                    if test -d $file
                        echo $file/
                    else if test (count $argv) -eq 0
                        echo $file
                    else
                        for extension in $argv
                            if string match -q "*.$extension" $file
                                echo $file
                                break
                            end
                        end
                    end
                end
            end
            """
    }
}
