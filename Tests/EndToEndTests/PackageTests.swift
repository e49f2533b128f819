import PlanSupport
import PlanTestSupport
import Testing

/// The package for Debian, as `make deb` makes it. `scripts/check-deb.sh` installs one on a fresh system.
@Suite struct PackageTests {
    private static let canBuild = Subprocess.find("dpkg-deb") != nil && Subprocess.find("dpkg-shlibdeps") != nil

    private static func output(_ program: String, _ arguments: [String], in directory: String? = nil) throws -> String {
        let output = try Subprocess(program, arguments, workingDirectory: directory).run(outputLimit: 1 << 22)
        try #require(output.status.isSuccess, "\(program): \(output.errorText)")
        return output.text
    }

    @Test(.enabled(if: canBuild, "dpkg-dev is not installed"))
    func `the package holds the program, its manual, completions and schemas, and names the libraries that it needs`()
        throws
    {
        try PlanTool.withWorkspace { tool in
            _ = try Self.output(Repository.path("scripts/build-deb.sh"), [tool.program, tool.directory.path])
            let name = try #require(Files.names(in: tool.directory.path).first { $0.hasSuffix(".deb") })
            let package = tool.path(name)
            func field(_ name: String) throws -> String {
                try Self.output("dpkg-deb", ["--field", package, name]).split(separator: "\n").joined(separator: " ")
            }
            let version = try tool.run("--version").output.split(whereSeparator: \.isWhitespace).last.map(String.init)
            #expect(try field("Package") == "plan" && field("Version") == version)
            #expect(try name == "plan_\(field("Version"))_\(field("Architecture")).deb")

            let listed = try Self.output("dpkg-deb", ["--contents", package]).split(separator: "\n").map {
                $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            }
            #expect(listed.allSatisfy { $0[1] == "root/root" })
            let files = listed.filter { $0[0].hasPrefix("-") }.map { "\($0[0]) \($0[5])" }
            let schemas = Repository.names(in: "schemas").map { "-rw-r--r-- ./usr/share/plan/schemas/\($0)" }
            #expect(
                Set(files)
                    == Set(
                        schemas + [
                            "-rwxr-xr-x ./usr/bin/plan",
                            "-rw-r--r-- ./usr/share/bash-completion/completions/plan",
                            "-rw-r--r-- ./usr/share/doc/plan/copyright",
                            "-rw-r--r-- ./usr/share/fish/vendor_completions.d/plan.fish",
                            "-rw-r--r-- ./usr/share/man/man1/plan.1.gz",
                            "-rw-r--r-- ./usr/share/zsh/vendor-completions/_plan",
                        ]))

            _ = try Self.output("dpkg-deb", ["--raw-extract", package, tool.path("root")])
            let root = tool.path("root")
            _ = try Self.output("md5sum", ["--check", "--quiet", "DEBIAN/md5sums"], in: root)
            #expect(try Self.dependencies(field("Depends")) == Self.libraries(of: root + "/usr/bin/plan"))
            try Self.requireReadableManual(root + "/usr/share/man/man1/plan.1.gz")
            for (shell, path) in [
                ("bash", "bash-completion/completions/plan"), ("zsh", "zsh/vendor-completions/_plan"),
                ("fish", "fish/vendor_completions.d/plan.fish"),
            ] where Subprocess.find(shell) != nil {
                _ = try Self.output(shell, ["-n", "\(root)/usr/share/\(path)"])
            }
        }
    }

    /// The packages that a field names, without their versions.
    private static func dependencies(_ field: String) -> Set<String> {
        Set(field.split(separator: ",").compactMap { $0.split(separator: " ").first.map(String.init) })
    }

    /// The packages of the libraries that a program is linked with, as the dynamic linker finds them; those of Swift, which
    /// a released program has inside, are of none.
    private static func libraries(of program: String) throws -> Set<String> {
        let needed = try output("readelf", ["--dynamic", program]).split(separator: "\n").compactMap { line in
            line.contains("(NEEDED)") ? line.firstMatch(of: /\[(.*)\]/).map { String($0.1) } : nil
        }
        let found = try output("ldd", [program]).split(separator: "\n").map(String.init)
        var packages: Set<String> = []
        for name in needed where !name.hasPrefix("libswift") && !name.hasPrefix("ld-linux") {
            let line = try #require(found.first { $0.contains("\(name) => ") }, "ldd does not find \(name)")
            let path = try #require(line.firstMatch(of: /=> (\S+)/)).1
            if path.contains("/swift/") { continue }
            // The directories of libraries are links, which dpkg does not know.
            let owners = try output("dpkg", ["--search", "*/" + Path.name(of: String(path))])
            packages.insert(String(owners.prefix { $0 != ":" }))
        }
        #expect(packages.isSuperset(of: ["libc6", "libpq5", "libsqlite3-0"]))
        return packages
    }

    /// Reads the page as `man` shows it: with all warnings, of which there must be none.
    private static func requireReadableManual(_ path: String) throws {
        guard Subprocess.find("man") != nil, Subprocess.find("groff") != nil else { return }
        let man = try Subprocess(
            "man", ["--warnings", "--encoding=UTF-8", "--local-file", path],
            environment: .inherited(changing: ["LC_ALL": "C.UTF-8", "MANWIDTH": "80"])
        ).run(outputLimit: 1 << 22)
        #expect(man.status.isSuccess && man.errorText == "", "\(man.errorText)")
        #expect(man.text.contains("NAME") && man.text.contains("plan compile"))
    }
}
