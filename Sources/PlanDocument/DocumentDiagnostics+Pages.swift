package import PlanDiagnostics

/// The pages of family 02.
package enum DocumentDiagnostics {
    /// In the order of their codes.
    package static let pages: [DiagnosticPage] = [
        DiagnosticPage(
            "PLN0201", "a key is missing",
            """
            The mapping shown needs a key that it does not have. These keys always stand in a plan:

            ```yaml
            plan: 1
            name: shop
            source: { sqlite: shop.db }
            target: { postgres: "${DATABASE_URL}" }
            ```

            A file that is included may lack them, as long as the plan that includes it has them.
            """),
        DiagnosticPage(
            "PLN0202", "a value of the wrong kind",
            """
            A key has a value of one kind where the format wants another: a list instead of a mapping, a number instead
            of a text. What is written without quotes is read by the rules of YAML 1.2: `true` and `false` are no texts,
            `13` is a number, a key with nothing behind it has the value null, and `yes`, `no`, `on` and `off` are texts.

            ```yaml
            default: true      # wrong: SQL is a text
            default: "true"    # right
            ```

            Change the value, or leave the key out.
            """),
        DiagnosticPage(
            "PLN0203", "an unknown key",
            """
            The format has no such key at this place. A mistyped key that were ignored would be worse than an error: what
            it asks for would not be done.

            ```yaml
            tabels:      # wrong
            tables:      # right
            ```

            `docs/plan-file.md` lists the keys.
            """),
        DiagnosticPage(
            "PLN0204", "an unknown word",
            """
            The key takes one of a few words, and this is none of them. Letter case matters.

            ```yaml
            naming: snakecase     # wrong
            naming: snake_case    # right
            ```
            """),
        DiagnosticPage(
            "PLN0205", "a value out of range or not of the right form",
            """
            The value is of the right kind, but the key does not take it: a number is too small or too large, or a text
            does not have the form that the message names.

            ```yaml
            target: { postgres: "${DATABASE_URL}", version: 9 }    # wrong: 13 to 18
            load: { jobs: 0 }                                      # wrong: auto, or 1 to 64
            ```
            """),
        DiagnosticPage(
            "PLN0206", "not available yet",
            """
            The key or the value is part of the format's version 1, but what it asks for has not been built into this
            program. It is refused, because ignoring it would do something else than the plan says.

            ```yaml
            mode: data      # refused for now
            mode: full      # works
            ```

            Leave it out, or use a newer version of the program. `docs/plan-file.md` says what is not available.
            """),
        DiagnosticPage(
            "PLN0207", "one of several keys is needed",
            """
            The mapping has to say one of several things, and says none: a source names its engine, a hook is a statement
            or a command.

            ```yaml
            source: { profile: full }                   # wrong: which database?
            source: { sqlite: shop.db, profile: full }  # right
            ```
            """),
        DiagnosticPage(
            "PLN0208", "keys that exclude each other",
            """
            Both keys are known, but not side by side: a source has one engine, an index is left out or new, and of a
            column that is left out nothing else can be said.

            ```yaml
            source: { sqlite: shop.db, postgres: "${SHOP_URL}" }    # wrong
            ```

            Take one of them out. In an included file they do no harm: the nearer file's key wins.
            """),
        DiagnosticPage(
            "PLN0209", "a password in a plan",
            """
            A plan is committed, reviewed and printed, so that no secret may stand in it. A password was found in a
            connection string: between user name and host, as the parameter `password` of an address, or after
            `password=`. Encoding it (`%70`) does not hide it. Messages show it masked.

            ```yaml
            target:
              postgres: postgres://app:hunter2@db.example.com/shop          # wrong
              postgres: postgres://app:${DB_PASSWORD}@db.example.com/shop   # right
              postgres: ${DATABASE_URL}                                     # right
            ```

            Variables are resolved only to open the connection. PostgreSQL's own means, a password file or
            `PGPASSWORD`, work too. A password that has been committed should be changed.
            """),
        DiagnosticPage(
            "PLN0210", "a malformed variable",
            """
            `${NAME}` stands for a variable. A name has letters, digits and underscores and does not begin with a digit;
            there are no defaults and no other expressions. `$$` stands for one dollar sign.

            ```yaml
            sqlite: ${DATA DIR}/shop.db    # wrong
            sqlite: ${DATA_DIR}/shop.db    # right
            ```
            """),
        DiagnosticPage(
            "PLN0211", "an unknown version of the format",
            """
            `plan:` names the version of the plan format. This program knows version 1. A plan of another version may
            mean other things by the same words, so that it is not read at all.

            ```yaml
            plan: 1
            ```
            """),
        DiagnosticPage(
            "PLN0212", "not a plan's name",
            """
            The name appears in file names, in the ledger and in SQL headers. It has lower-case letters, digits and
            hyphens, begins with a letter, and has at most 63 characters.

            ```yaml
            name: My Shop     # wrong
            name: my-shop     # right
            ```
            """),
        DiagnosticPage(
            "PLN0213", "not a date",
            """
            A date is written `YYYY-MM-DD`, and is a day that the calendar has: 2026-02-29 is not.

            ```yaml
            created: 2026-11-20
            ```
            """),
        DiagnosticPage(
            "PLN0214", "an empty text or list",
            """
            A text or list that may not be empty is: a name, a glob, a filter. An empty `select.include` would select
            nothing at all.

            ```yaml
            select: { include: [""] }     # wrong
            select: { include: ["*"] }    # right
            ```

            Leave the key out where nothing is to be said.
            """),
        DiagnosticPage(
            "PLN0215", "a file that cannot be included",
            """
            The file that `include:` names could not be read, for the reason that the message gives. Its path is relative
            to the directory of the file that includes it.

            ```yaml
            include: ../shared/defaults.yml
            ```
            """),
        DiagnosticPage(
            "PLN0216", "files that include each other",
            """
            A file includes itself, directly or by way of others, so that reading it would never end. The notes lead from
            one file to the next.

            Put what they share into a file that includes none of them.
            """),
        DiagnosticPage(
            "PLN0217", "too many included files",
            """
            A plan may include 64 files, counting each time that one is included. Merge some of them.
            """),
    ]
}
