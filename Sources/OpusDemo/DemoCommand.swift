import ArgumentParser
import ExporterToolkit
import Logging
import OpsiMock
import OpusCore
import OpusExporter
import ServiceLifecycle

/// Runs `opus-demo` with this process's arguments until it is told to end.
public func runDemo() async {
    await DemoCommand.main()
}

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opus-demo",
        abstract: "Shows opus at work on a made-up fleet, without any opsi server.",
        discussion: """
            A mock opsi server and opus-exporter run in this one process, and talk to each other \
            over the real protocol. The fleet lives: installs are requested, fail, are retried \
            and recover, and clients go unseen, at a speed at which graphs move. Ctrl-C ends it.
            """)

    @Option(help: "Clients of the fleet.")
    var clients = 240

    @Option(help: "Products of the fleet.")
    var products = 40

    @Option(help: "Groups of the fleet.")
    var groups = 12

    @Option(help: "What the fleet's chances begin with: the same seed, the same life.")
    var seed: UInt64 = 7

    @Option(help: "Port of the exporter on 127.0.0.1; 0 takes a free one.")
    var port = 10_447

    @Option(help: "Port of the mock opsi server on 127.0.0.1; 0 takes a free one.")
    var mockPort = 14_447

    @Option(help: "Seconds between two steps of the fleet's life.")
    var step = 2

    @Option(help: "Seconds from one collection to the next.")
    var interval = 5

    @Flag(help: "Show the first numbers, then end.")
    var once = false

    func validate() throws {
        guard (1...20_000).contains(clients) else {
            throw ValidationError("--clients must be from 1 to 20000.")
        }
        guard (6...500).contains(products) else {
            throw ValidationError("--products must be from 6 to 500.")
        }
        guard (1...500).contains(groups) else {
            throw ValidationError("--groups must be from 1 to 500.")
        }
        guard (0...65_535).contains(port), (0...65_535).contains(mockPort) else {
            throw ValidationError("A port must be from 0 to 65535.")
        }
        guard (1...3_600).contains(step), (1...3_600).contains(interval) else {
            throw ValidationError("--step and --interval must be from 1 to 3600 seconds.")
        }
    }

    func run() async throws {
        let demo = try Demo(self)
        do {
            try await demo.run()
        } catch let error as OpsiMock.StartError {
            throw failure("\(error)\nTry --mock-port 0, which takes a free port.")
        } catch let error as ListenError {
            throw failure("\(error)\nTry --port 0, which takes a free port.")
        }
    }

    private func failure(_ text: String) -> ExitCode {
        DemoOutput.complain("opus-demo: \(text)")
        return ExitCode(69)
    }
}
