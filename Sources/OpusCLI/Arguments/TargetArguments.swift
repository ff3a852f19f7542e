import ArgumentParser
import LocalSystem
import OpusCore

/// Which clients are meant: an expression, `-`, or a file.
struct TargetArguments: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Which clients, such as pc-01, @hall or state:failed; see `opus help targets`.",
            valueName: "targets"),
        completion: .targets)
    var targets: [String] = []

    @Option(
        help: ArgumentHelp("Read names of clients from a file, one a line.", valueName: "file"),
        completion: .file())
    var targetsFile: String?

    func validate() throws {
        guard targets.isEmpty || targetsFile == nil else {
            throw ValidationError("targets and --targets-file contradict each other")
        }
    }

    /// The clients that are meant, as somebody wrote it.
    var text: String { targetsFile.map { "those in \($0)" } ?? targets.joined(separator: " ") }

    /// The clients that are meant; nil where nothing is said of them.
    func selection(_ context: CommandContext) async throws -> ClientSelection? {
        if let targetsFile {
            let text: String
            do {
                text = try FileText.contents(targetsFile, limit: Self.longestList)
            } catch {
                throw CommandFailure.usage("\(targetsFile) can't be read: \(error.reason)")
            }
            return try await context.opus.select(TargetList(text))
        }
        guard !targets.isEmpty else { return nil }
        let expression = targets.joined(separator: " ")
        guard expression != "-" else {
            return try await context.opus.select(TargetList(try Self.standardInput()))
        }
        return try await context.opus.select(TargetExpression(expression))
    }

    /// The clients that are meant, where some have to be.
    func required(_ context: CommandContext) async throws -> ClientSelection {
        guard let selection = try await selection(context) else {
            throw CommandFailure.usage(
                "no targets are given: name clients or groups, or write all for every client")
        }
        return selection
    }

    private static let longestList = 64 << 20

    private static func standardInput() throws(CommandFailure) -> String {
        do {
            let bytes = try FileText.contents(of: 0, limit: longestList)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw FileText.Failure.notUTF8
            }
            return text
        } catch let failure as FileText.Failure {
            throw .usage("standard input can't be read: \(failure.reason)")
        } catch {
            throw CommandFailure(error)
        }
    }
}
