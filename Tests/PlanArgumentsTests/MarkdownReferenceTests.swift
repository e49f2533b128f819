import PlanArguments
import Testing

@Suite struct MarkdownReferenceTests {
    @Test func `a command's page holds usage, tables, examples and exit codes`() {
        #expect(
            MarkdownReference.page(for: SampleTool.compile, in: SampleTool.tool) == """
                # `plan compile`

                Write the operation graph and the SQL bundle.

                ```text
                plan compile FILE [options]
                ```

                Reads the plan and the catalogs it names, and writes a graph in which every statement
                that will ever run is already rendered.

                What it never does:
                - open a connection on which it could write, so that compiling is safe on a laptop and on a build server
                - read the clock

                ```text
                graph.json
                001_schema.sql
                ```

                ## Arguments

                | Argument | Meaning |
                | --- | --- |
                | `FILE` | The plan to compile |

                ## Options

                | Option | Meaning | Default |
                | --- | --- | --- |
                | `-o`, `--output DIR` | Directory to write to | beside the plan |
                | `--check` | Write nothing; fail if what is there is stale |  |

                ## Examples

                Write the graph into a directory:

                ```sh
                plan compile shop.plan.yml -o build
                ```

                Fail a build whose graph is stale:

                ```sh
                plan compile shop.plan.yml --check
                ```

                ## Common options

                | Option | Meaning | Default |
                | --- | --- | --- |
                | `--format text\\|json` | Form of the output | text |
                | `-q`, `--quiet` | Print errors only |  |
                | `-v`, `--verbose` | Print what is done |  |
                | `-h`, `--help` | Print help |  |

                ## Exit codes

                | Code | Meaning |
                | --- | --- |
                | `0` | done |
                | `1` | failed |
                | `64` | wrong usage |

                """)
    }

    @Test func `a group's page has a section for each subcommand`() {
        let page = MarkdownReference.page(for: SampleTool.backup, in: SampleTool.tool)
        #expect(page.contains("| `plan backup list` | List backups |\n"))
        #expect(page.contains("\n## `plan backup create`\n\nBack a database up.\n"))
        #expect(page.contains("\n### Options\n\n| Option | Meaning | Default |\n| --- | --- | --- |\n| `--full` "))
    }

    @Test func `limits of a value stand behind its meaning`() {
        let page = MarkdownReference.page(for: SampleTool.run, in: SampleTool.tool)
        #expect(page.contains("| `-j`, `--jobs N` | Parallel streams; 1 to 64 | 4 |\n"))
        #expect(page.contains("| `--only ID` | Run this operation; may be repeated |  |\n"))
        #expect(page.contains("| `FILE...` | Graphs |\n"))
    }
}
