import ArgumentParser

/// The forms that data can take on standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv, plain
}

/// How much is said, and in which form.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o", allowingJoined: true), .long],
        help: ArgumentHelp(
            "The form of the data: table, json, csv or plain (no heading, tabs between values).",
            valueName: "form"))
    var output = OutputFormat.table

    @Flag(name: [.short, .long], help: "Print data and errors alone.")
    var quiet = false

    @Flag(name: [.short, .long], help: "Say more: where settings come from, and every call.")
    var verbose = false

    @Flag(help: "Never ask; end where an answer would be needed.")
    var noInput = false

    func validate() throws {
        guard !quiet || !verbose else {
            throw ValidationError("--quiet and --verbose contradict each other")
        }
    }
}
