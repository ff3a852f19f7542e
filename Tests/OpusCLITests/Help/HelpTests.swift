import Foundation
import OpsiMock
import Testing

@testable import OpusCLI

/// Learning opus from itself.
@Suite("Help")
struct HelpTests {
    private static func help(_ words: [String]) async throws -> String {
        let run = try await Opus.run(words + ["--help"], environment: [:])
        #expect(run.status == 0, "\(run.errors)")
        return run.output
    }

    /// Every command that does something, by the words that call it.
    private static let commands: [[String]] = OpusCommand.configuration.subcommands
        .map { $0.configuration }.filter { $0.shouldDisplay }
        .flatMap { command -> [[String]] in
            let name = command.commandName ?? ""
            return command.subcommands.isEmpty
                ? [[name]] : command.subcommands.map { [name, $0.configuration.commandName ?? ""] }
        }

    @Test("each command begins with what is special to it, and what all share comes last")
    func order() async throws {
        #expect(Self.commands.count > 30)
        for words in Self.commands {
            let help = try await Self.help(words)
            let example = try #require(
                help.firstRange(of: "Examples:\n  opus \(words[0]) ")
                    ?? help.firstRange(of: "Examples:\n  opus \(words[0])\n"), "\(words)")
            let usage = try #require(help.firstRange(of: "\nUSAGE: opus \(words[0])"), "\(words)")
            #expect(example.lowerBound < usage.lowerBound)
            let sections = ["\nOPTIONS:\n", "\nACTING:\n", "\nSERVER:\n", "\nOUTPUT:\n"]
                .compactMap { help.firstRange(of: $0)?.lowerBound }
            #expect(sections == sections.sorted(), "\(words)")
            #expect(sections.count > 1 && sections.allSatisfy { usage.lowerBound < $0 }, "\(words)")
            // What all share is in a topic of its own.
            #expect(!help.contains("seen<2d, reachable"), "\(words)")
        }
    }

    @Test("topics tell of targets and of output", arguments: ["targets", "output"])
    func topics(topic: String) async throws {
        let run = try await Opus.run(["help", topic], environment: [:])
        #expect(run.status == 0)
        let expected =
            topic == "targets"
            ? ["failed:firefox<6h", "neverSeen", "mac:"]
            : ["json", "RFC 4180", "`opus help` lists"]
        for text in expected { #expect(run.output.contains(text), "\(text)") }
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test(
        "a word that is no command is told with the one that was meant",
        arguments: [
            (["faild"], "failed"), (["help", "faild"], "failed"),
            (["instal", "x", "y"], "install"),
            (["depot", "updats", "x"], "updates"), (["help", "group", "ad"], "add"),
            (["help", "target"], "targets"),
        ])
    func slips(words: [String], meant: String) async throws {
        let run = try await Opus.run(words, environment: [:])
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("did you mean \"\(meant)\"?"), "\(run.errors)")
    }

    @Test("what is like no command names none")
    func nonsense() async throws {
        let run = try await Opus.run(["help", "nonsense"], environment: [:])
        #expect(run.status == 64)
        #expect(
            run.errors == """
                opus: there is no command "nonsense"
                `opus help` lists the commands; topics are targets and output

                """)
    }

    @Test("an option that does not exist suggests only what is like it")
    func options() async throws {
        let far = try await Opus.run(["clients", "--sort", "id"], environment: [:])
        #expect(far.status == 64)
        #expect(far.errors.contains("Unknown option '--sort'"))
        #expect(!far.errors.contains("--totp"), "\(far.errors)")
        let near = try await Opus.run(["clients", "--stat", "failed"], environment: [:])
        #expect(near.errors.contains("'--state'?"), "\(near.errors)")
    }
}
