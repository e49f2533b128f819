/// The completion script for bash, 3.2 and later, without need of the bash-completion package.
///
/// Four functions hold the tool as tables; the one that completes walks the words with their help. Bash splits words at
/// `=` and `:` too, so `--format=json` arrives as three words.
struct BashCompletion {
    let tool: ToolSpec

    var text: String {
        let prefix = "_\(tool.functionName)"
        return """
            # Completion of \(tool.name) for bash.
            # To load it, put this line into ~/.bashrc:  source <(\(tool.name) completions bash)

            # Sets words to the commands that may follow the command path $1.
            \(prefix)_commands() {
            \(table("$1", commandRows, otherwise: "words="))
            }

            # Sets words to the options of the command path $1.
            \(prefix)_options() {
            \(table("$1", optionRows, otherwise: "words=\(names(tool.commonOptions + [.help]))"))
            }

            # Sets hint to what option $2 of the command path $1 takes; to nothing for a flag.
            \(prefix)_value() {
            \(table("$1 $2", valueRows, otherwise: "hint="))
            }

            # Sets hint to what argument $2, counted from 0, of the command path $1 is.
            \(prefix)_argument() {
            \(table("$1 $2", argumentRows, otherwise: "hint="))
            }

            \(Self.offering(prefix))

            \(Self.walking(prefix, tool: tool.name))

            """
    }

    // MARK: Tables

    private struct Row {
        /// Patterns that need no quoting by the table.
        let patterns: [String]
        let action: String
    }

    private func table(_ subject: String, _ rows: [Row], otherwise: String) -> String {
        let lines = rows.map { "        \($0.patterns.joined(separator: " | "))) \($0.action) ;;" }
        return (["    case \"\(subject)\" in"] + lines + ["        *) \(otherwise) ;;", "    esac"])
            .joined(separator: "\n")
    }

    private var commandRows: [Row] {
        let groups = tool.listedCommands.filter { !$0.command.subcommands.isEmpty }
        let top = tool.commands.listed.map(\.name)
        var rows = [row("", words: top + ["help"]), row("help", words: top)]
        for group in groups {
            let names = group.command.subcommands.listed.map(\.name)
            rows += [row("\(group.path)", words: names), row("help \(group.path)", words: names)]
        }
        return rows
    }

    private func row(_ path: String, words: [String]) -> Row {
        Row(patterns: [path.shellQuoted], action: "words=\(words.joined(separator: " ").shellQuoted)")
    }

    private var optionRows: [Row] {
        let top = Row(patterns: ["''"], action: "words=\(names(tool.commonOptions + [.help, .version]))")
        return [top]
            + tool.listedCommands.filter { !$0.command.options.isEmpty }.map { item in
                let options = tool.options(of: item.command) + [.help]
                return Row(patterns: ["\(item.path)".shellQuoted], action: "words=\(names(options))")
            }
    }

    private func names(_ options: [OptionSpec]) -> String {
        options.map(\.longName).joined(separator: " ").shellQuoted
    }

    private var valueRows: [Row] {
        let own = tool.listedCommands.flatMap { item in
            item.command.options.filter(\.takesValue).map { option in
                Row(
                    patterns: option.names.map { "\(item.path) \($0)".shellQuoted },
                    action: "hint=\(hint(option.effectiveCompletion))")
            }
        }
        let common = tool.commonOptions.filter(\.takesValue).map { option in
            Row(
                patterns: option.names.map { "*\(" \($0)".shellQuoted)" },
                action: "hint=\(hint(option.effectiveCompletion))")
        }
        return own + common
    }

    private var argumentRows: [Row] {
        tool.listedCommands.flatMap { item in
            item.command.arguments.enumerated().map { index, argument in
                let start = "\(item.path) "
                let pattern = argument.arity.isRepeated ? "\(start.shellQuoted)*" : "\(start)\(index)".shellQuoted
                return Row(patterns: [pattern], action: "hint=\(hint(argument.effectiveCompletion))")
            }
        }
    }

    /// A hint as the script's functions pass it on: its kind, then words.
    private func hint(_ completion: CompletionHint) -> String {
        switch completion {
        case .none: "anything"
        case .file(let extensions): (["files"] + extensions).joined(separator: " ").shellQuoted
        case .directory: "directories"
        case .words(let words): (["words"] + words).joined(separator: " ").shellQuoted
        }
    }
}

extension BashCompletion {
    /// The functions that turn a hint into replies.
    fileprivate static func offering(_ prefix: String) -> String {
        """
        # Replies with those of the words $3... that begin with $1, each behind $2.
        \(prefix)_offer_words() {
            local current=$1 lead=$2 word
            shift 2
            for word in "$@"; do
                [[ $word == "$current"* ]] && COMPREPLY+=("$lead$word")
            done
        }

        # Replies with the directories that begin with $1, each behind $2, and with the files whose name ends in one of
        # the extensions $3...; a dot alone stands for any file, nothing for none.
        \(prefix)_offer_files() {
            local current=$1 lead=$2 file extension
            shift 2
            compopt -o filenames 2>/dev/null
            while IFS= read -r file; do
                if [[ -d ${file/#\\~/$HOME} ]]; then
                    COMPREPLY+=("$lead$file")
                    continue
                fi
                for extension in "$@"; do
                    if [[ $extension == . || $file == *".$extension" ]]; then
                        COMPREPLY+=("$lead$file")
                        break
                    fi
                done
            done < <(compgen -f -- "$current")
        }

        # Replies with what the hint $1 stands for.
        \(prefix)_offer() {
            local hint=$1 current=$2 lead=$3
            local -a parts
            IFS=' ' read -r -a parts <<<"$hint"
            case "$hint" in
                words*) \(prefix)_offer_words "$current" "$lead" "${parts[@]:1}" ;;
                files) \(prefix)_offer_files "$current" "$lead" . ;;
                files*) \(prefix)_offer_files "$current" "$lead" "${parts[@]:1}" ;;
                directories) \(prefix)_offer_files "$current" "$lead" ;;
            esac
            # After a word that only begins a value, such as "sqlite:", no space is wanted.
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
            return 0
        }
        """
    }

    /// The function that bash calls, which finds out what stands at the cursor.
    fileprivate static func walking(_ prefix: String, tool: String) -> String {
        """
        \(prefix)() {
            local current=${COMP_WORDS[COMP_CWORD]} path='' option='' ended='' count=0 lead='' words='' hint='' word index
            COMPREPLY=()
            for ((index = 1; index < COMP_CWORD; index++)); do
                word=${COMP_WORDS[index]}
                if [[ $word == = || $word == : ]]; then
                    # The rest of the word before; after the sign of an option its value is still to come.
                    [[ $word == = && -n $option ]] || ((index++))
                elif [[ -n $option ]]; then
                    option=''
                elif [[ -z $ended && $word == -- ]]; then
                    ended=yes
                elif [[ -z $ended && $word == -?* ]]; then
                    \(prefix)_value "$path" "$word"
                    [[ -n $hint ]] && option=$word
                else
                    \(prefix)_commands "$path"
                    if [[ " $words " == *" $word "* ]]; then
                        path="${path:+$path }$word"
                    else
                        ((count++))
                    fi
                fi
            done
            if [[ $current == : || ${COMP_WORDS[COMP_CWORD - 1]} == : ]]; then
                # What follows a prefix such as "sqlite:" is a path.
                [[ $current == : ]] && current=''
                \(prefix)_offer files "$current" ''
                return
            fi
            [[ $current == = ]] && current=''
            if [[ -z $option && -z $ended && $current == --*=* ]]; then
                # Only where the user has taken "=" out of COMP_WORDBREAKS.
                option=${current%%=*}
                lead="$option="
                current=${current#*=}
            fi
            if [[ -n $option ]]; then
                \(prefix)_value "$path" "$option"
                \(prefix)_offer "$hint" "$current" "$lead"
                return
            fi
            \(prefix)_options "$path"
            if [[ -z $ended && $current == -* ]]; then
                \(prefix)_offer "words $words" "$current" ''
                return
            fi
            local options=$words
            \(prefix)_commands "$path"
            \(prefix)_argument "$path" "$count"
            if [[ -n $words ]]; then
                \(prefix)_offer "words $words" "$current" ''
            elif [[ -n $hint ]]; then
                \(prefix)_offer "$hint" "$current" ''
            elif [[ -z $ended ]]; then
                \(prefix)_offer "words $options" "$current" ''
            fi
        }

        complete -F \(prefix) \(tool)
        """
    }
}
