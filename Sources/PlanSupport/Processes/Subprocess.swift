internal import CLinux
internal import Glibc

/// A program to run: what, with which arguments, in which surroundings.
///
/// The child starts with no signal blocked, all signals at their defaults, and no file descriptor of ours but the three
/// standard ones.
package struct Subprocess: Sendable {
    /// A path, or a bare name that is looked up in the search path.
    package var program: String
    /// Without the program's own name.
    package var arguments: [String]
    /// Its environment variables.
    package var environment: Environment
    /// Where the child starts; nil is where we are.
    package var workingDirectory: String?
    /// Which session it belongs to.
    package var session: Session

    /// A program, by default in our surroundings.
    package init(
        _ program: String, _ arguments: [String] = [], environment: Environment = .inherited(),
        workingDirectory: String? = nil, session: Session = .inherited
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.session = session
    }

    /// The child's environment variables.
    package enum Environment: Sendable {
        /// Ours, with some set, and those that map to nil removed.
        case inherited(changing: [String: String?] = [:])
        /// These and no others.
        case only([String: String])
    }

    /// Which session the child belongs to.
    package enum Session: Sendable {
        /// Ours: it gets the terminal's Ctrl-C too.
        case inherited
        /// One of its own, without a terminal; it leads a process group of its own as well.
        case new
    }

    /// What one of the child's three standard streams is.
    package enum Stream: Sendable {
        case null
        case inherited
        /// An open descriptor of ours, which the child gets a duplicate of.
        case descriptor(Int32)
    }

    /// Starts the program and does not wait for it. Whoever holds the handle has to `wait`, or leaves a zombie.
    package func spawn(input: Stream = .null, output: Stream, error: Stream) throws(SubprocessError) -> SpawnedProcess {
        let path = try resolvedProgram()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, error)] {
            switch stream {
            case .null:
                posix_spawn_file_actions_addopen(
                    &actions, number, "/dev/null", number == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0)
            case .inherited: break
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            }
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        if let workingDirectory { posix_spawn_file_actions_addchdir_np(&actions, workingDirectory) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        switch session {
        case .inherited: break
        case .new: flags |= plan_spawn_setsid
        }
        posix_spawnattr_setflags(&attributes, flags)

        var pid: pid_t = 0
        let failure = withCStrings([program] + arguments) { arguments in
            withCStrings(environmentList()) { environment in
                posix_spawn(&pid, path, &actions, &attributes, arguments, environment)
            }
        }
        guard failure == 0 else { throw .notStarted(program, number: failure) }
        return SpawnedProcess(pid: pid)
    }

    /// The first file of that name in the directories of a search path, `PATH` by default, that can be executed.
    package static func find(_ name: String, in searchPath: String? = Subprocess.variable("PATH")) -> String? {
        for directory in (searchPath ?? "/usr/bin:/bin").split(separator: ":") {
            let path = "\(directory)/\(name)"
            if access(path, X_OK) == 0, !Files.isDirectory(path) { return path }
        }
        return nil
    }

    /// The value of one of our environment variables.
    package static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private func resolvedProgram() throws(SubprocessError) -> String {
        if program.contains("/") {
            guard Files.exists(program) else { throw .programNotFound(program) }
            return program
        }
        guard let path = Subprocess.find(program) else { throw .programNotFound(program) }
        return path
    }

    /// The environment as `NAME=value`, sorted.
    private func environmentList() -> [String] {
        switch environment {
        case .only(let variables):
            return variables.map { "\($0.key)=\($0.value)" }.sorted()
        case .inherited(let changes):
            var list: [String] = []
            var next = environ
            while let entry = next.pointee {
                let text = String(cString: entry)
                if changes[String(text.prefix { $0 != "=" })] == nil { list.append(text) }
                next += 1
            }
            for case (let name, .some(let value)) in changes { list.append("\(name)=\(value)") }
            return list.sorted()
        }
    }
}

/// Lends texts as an array of C strings ended by a null pointer.
private func withCStrings<Value>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
) -> Value {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
}
