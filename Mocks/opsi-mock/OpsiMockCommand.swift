import ArgumentParser
import Foundation
import Logging
import OpsiMock
import ServiceLifecycle

@main
struct OpsiMockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opsi-mock",
        abstract: "A stateful mock opsi server.",
        discussion: """
            Serves a fleet over the opsi server's protocol until it gets SIGTERM or SIGINT. The \
            first line on standard output is "listening on URL". Defaults: a free port on \
            127.0.0.1, user adminuser, password opsi-mock-password, plain http.

            Faults that --faults FILE can name, as a JSON list of {"method", "fault", "after", \
            "count", "seconds"} ("method" absent or "*": all requests):

            \(OpsiMock.Fault.Kind.descriptions
                .map { "  \($0.name.padding(toLength: 18, withPad: " ", startingAt: 0))\($0.text)" }
                .joined(separator: "\n"))
            """)

    @Option(help: ArgumentHelp("The fleet file to serve.", valueName: "file"))
    var fleet: String?

    @Option(help: "Generate a fleet of this many clients instead.")
    var clients: Int?

    @Option(help: "Products of a generated fleet (default: 60).")
    var products: Int?

    @Option(help: "Groups of a generated fleet (default: 20).")
    var groups: Int?

    @Option(help: "Seed of a generated fleet (default: 1).")
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "How many of a generated fleet's failed and waiting products there are (default: 100).",
            valueName: "percent"))
    var trouble: Int?

    @Flag(
        help: """
            Let the clients live: they join the messagebus, run what is requested, fail for \
            reasons that their rows and logs tell, put things off and go off.
            """)
    var agents = false

    @Option(
        help: ArgumentHelp("How many of the agents' runs fail (default: 8).", valueName: "percent"))
    var failing: Int?

    @Option(
        help: ArgumentHelp(
            "How long a step of an agent takes on average (default: 1).", valueName: "seconds"))
    var pace: Double?

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 0

    @Option(help: "The administrator's name.")
    var username = "adminuser"

    @Option(help: "The administrator's password.")
    var password = "opsi-mock-password"

    @Flag(help: "Speak TLS, with a certificate of the mock's own authority.")
    var tls = false

    @Option(
        name: .customLong("ca-out"),
        help: ArgumentHelp("Write the authority's certificate there.", valueName: "file"))
    var authorityFile: String?

    @Option(help: ArgumentHelp("Fix the server's clock at this Unix time.", valueName: "unix"))
    var now: Int?

    @Flag(help: "Take the time that a real server was measured to take.")
    var serviceTime = false

    @Option(help: ArgumentHelp("The faults to inject.", valueName: "file"))
    var faults: String?

    @Option(help: ArgumentHelp("A client that cannot be reached; repeatable.", valueName: "id"))
    var unreachable: [String] = []

    mutating func validate() throws {
        let generated =
            [clients, products, groups, trouble].contains { $0 != nil } || seed != nil && !agents
        guard fleet == nil || !generated else {
            throw ValidationError(
                "--fleet excludes --clients, --products, --groups, --seed and --trouble")
        }
        guard fleet != nil || clients != nil else {
            throw ValidationError("give --fleet FILE, or --clients N for a generated fleet")
        }
        guard [clients, products, groups].allSatisfy({ ($0 ?? 0) >= 0 }) else {
            throw ValidationError("--clients, --products and --groups must be 0 or more")
        }
        guard (0...100).contains(trouble ?? 100) else {
            throw ValidationError("--trouble must be between 0 and 100")
        }
        guard agents || failing == nil && pace == nil else {
            throw ValidationError("--failing and --pace are for --agents")
        }
        guard (0...100).contains(failing ?? 0) else {
            throw ValidationError("--failing must be between 0 and 100")
        }
        guard (0.001...3600).contains(pace ?? 1) else {
            throw ValidationError("--pace must be between 0.001 and 3600")
        }
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port must be between 0 and 65535")
        }
    }

    func run() async throws {
        do {
            let mock = try OpsiMock(fleet: try loadedFleet(), configuration: try settings())
            try await serve(mock)
        } catch let error as OpsiMock.LoadingError {
            throw failure(error.description, code: error.isMissingFile ? 66 : 65)
        } catch let error as OpsiMock.StartError {
            throw failure(error.description, code: 69)
        }
    }

    private func loadedFleet() throws -> Fleet {
        if let fleet { return try Fleet(contentsOf: fleet) }
        return Fleet.generated(
            clients: clients ?? 0, products: products ?? 60, groups: groups ?? 20,
            seed: seed ?? 1, now: now, trouble: trouble ?? 100)
    }

    private func settings() throws -> OpsiMock.Configuration {
        var settings = OpsiMock.Configuration()
        settings.host = host
        settings.port = port
        settings.username = username
        settings.password = password
        settings.tls = tls
        settings.clock = now.map { .fixed($0) } ?? .system
        settings.failedLoginDelay = .seconds(2)
        settings.takesServiceTime = serviceTime
        for id in unreachable { settings.reachability[id] = .refusing }
        if agents { settings.agents = agentSettings }
        if let faults { settings.faults = try OpsiMock.Fault.list(contentsOf: faults) }
        return settings
    }

    private var agentSettings: OpsiMock.AgentConfiguration {
        var settings = OpsiMock.AgentConfiguration()
        settings.seed = seed ?? settings.seed
        settings.failing = failing ?? settings.failing
        settings.pace = pace.map { .seconds($0) } ?? settings.pace
        settings.alwaysOff = Set(unreachable)
        return settings
    }

    private func serve(_ mock: OpsiMock) async throws {
        if let authorityFile {
            do {
                try Data(mock.authorityPEM.utf8).write(to: URL(filePath: authorityFile))
            } catch {
                throw failure(
                    "cannot write '\(authorityFile)': \(error.localizedDescription)", code: 73)
            }
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: mock, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: Logger(label: "opsi-mock")))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            // Where it cannot listen, the group says why.
            if let url = try? await mock.waitUntilListening() {
                print("listening on \(url)")
                fflush(nil)
            }
            try await tasks.waitForAll()
        }
    }

    private func failure(_ text: String, code: Int32) -> ExitCode {
        FileHandle.standardError.write(Data("opsi-mock: \(text)\n".utf8))
        return ExitCode(code)
    }
}
