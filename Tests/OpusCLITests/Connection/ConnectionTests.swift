import Foundation
import OpsiMock
import OpusCore
import TestSupport
import Testing

@testable import OpusCLI

@Suite("Connection settings")
struct ConnectionTests {
    private static func resolve(
        _ arguments: [String] = [], _ variables: [String: String] = [:], config: String? = nil,
        opsiCLI: String? = nil, opsiConf: String? = nil
    ) async throws -> OpusCLI.Connection {
        try await withTemporaryDirectory { directory in
            let environment = OpusCLI.Environment(variables)
            var places = ConnectionResolver.Places(environment)
            func file(_ name: String, _ text: String?) throws -> String {
                let path = directory.appending(path: name).path
                if let text { try Data(text.utf8).write(to: URL(filePath: path)) }
                return path
            }
            places.configuration = try file("config.yaml", config)
            places.opsiCLI = try file("opsi-cli.yaml", opsiCLI)
            places.opsiConf = try file("opsi.conf", opsiConf)
            places.opsiAuthority = directory.appending(path: "none.pem").path
            do {
                return try ConnectionResolver(environment, places: places)
                    .resolve(try ConnectionOptions.parse(arguments))
            } catch let failure as CommandFailure {
                // The directory's name is another one each time.
                let message = failure.message.replacing(directory.path + "/", with: "")
                throw CommandFailure(failure.status, message)
            }
        }
    }

    private static let config = """
        default: main
        servers:
          main:
            url: https://main.test:4447
            username: admin
            password-file: /etc/main-password
          lab:
            url: https://lab.test:4447
            username: labadmin
            password-command: [pass, show, lab]
            ca-file: /etc/lab.pem
            totp: true
        """

    @Test("arguments win over the environment, and both over the file")
    func precedence() async throws {
        let variables = [
            "OPUS_SERVER": "https://env.test", "OPUS_USERNAME": "envuser", "OPUS_PASSWORD": "p",
        ]
        let connection = try await Self.resolve(
            ["--username", "arg"], variables, config: Self.config)
        #expect(
            connection
                == Connection(
                    url: "https://env.test", username: "arg", password: .known(Secret("p")),
                    trust: .system, needsCode: false, origin: "OPUS_SERVER"))
    }

    @Test("a context is taken whole, whatever the environment says of another server")
    func context() async throws {
        let connection = try await Self.resolve(
            ["--context", "lab"], ["OPUS_SERVER": "https://env.test", "OPUS_PASSWORD": "p"],
            config: Self.config)
        #expect(connection.url == "https://lab.test:4447")
        #expect(connection.username == "labadmin")
        #expect(connection.trust == .authorityFile("/etc/lab.pem"))
        #expect(connection.needsCode)
        guard case .command(let words, _) = connection.password else {
            Issue.record("the password is not from the command")
            return
        }
        #expect(words == ["pass", "show", "lab"])
    }

    @Test("a context may be called by its host, as the exporter calls it, where only one is there")
    func contextByHost() async throws {
        let connection = try await Self.resolve(["--context", "LAB.test"], config: Self.config)
        #expect(connection.username == "labadmin")
        // A name comes first.
        let named = try await Self.resolve(
            ["--context", "lab"], config: Self.config.replacing("main.test", with: "lab"))
        #expect(named.username == "labadmin")
        await #expect(throws: CommandFailure.self) {
            try await Self.resolve(
                ["--context", "main.test"],
                config: Self.config.replacing("lab.test:4447", with: "main.test:4448"))
        }
    }

    @Test("a stored password goes to its own server and user alone")
    func ownServer() async throws {
        let other = try await Self.resolve(
            ["--server", "https://evil.test:4447", "--username", "admin"], config: Self.config)
        #expect(other.password == .ask)
        let user = try await Self.resolve(["--username", "else"], config: Self.config)
        #expect(user.url == "https://main.test:4447")
        #expect(user.password == .ask)
        let same = try await Self.resolve(["--server", "https://MAIN.test"], config: Self.config)
        #expect(same.username == "admin")
    }

    @Test("opsi-cli's service and opsi.conf are asked last, and only where nothing else is given")
    func fallbacks() async throws {
        let services = """
            services:
              - name: one
                url: https://one.test:4447
                username: u1
                password: p1
              - name: two
                url: https://two.test:4447
                username: u2
                password: "{crypt}abc"
            service: two
            """
        let conf = """
            [host]
            id = "server.test"
            key = "0123456789abcdef0123456789abcdef"
            [service]
            url = "https://localhost:4447"
            """
        let service = try await Self.resolve(opsiCLI: services, opsiConf: conf)
        #expect(service.url == "https://two.test:4447")
        #expect(service.password == .ask)
        let host = try await Self.resolve(opsiConf: conf)
        #expect(host.username == "server.test")
        #expect(host.password == .known(Secret("0123456789abcdef0123456789abcdef")))
        let config = try await Self.resolve(config: Self.config, opsiCLI: services, opsiConf: conf)
        #expect(config.url == "https://main.test:4447")
    }

    @Test(
        "mistakes in the file are told with file and line",
        arguments: [
            ("servers:\n  a:\n    username: x\n", "config.yaml:3: the server 'a' has no url"),
            (
                "servers:\n  a:\n    url: https://a\n    password: x\n",
                "config.yaml:4: no passwords in here; use password-file, or password-command with"
                    + " a list of words"
            ),
            (
                "servers:\n  a:\n    url: https://a\n    password-command: pass show\n",
                "config.yaml:4: here should be a list of words, such as [pass, show, opsi]"
            ),
            ("server: x\n", "config.yaml:1: 'server' is no setting; known are: default, servers"),
            (
                "default: b\nservers:\n  a:\n    url: https://a\n",
                "config.yaml:1: the default 'b' is none of the servers"
            ),
            (
                "servers:\n  a:\n    url: https://a\n    insecure: perhaps\n",
                "config.yaml:4: here should be true or false"
            ),
        ])
    func mistakes(text: String, message: String) async throws {
        await #expect(throws: CommandFailure(.usage, message)) {
            try await Self.resolve(config: text)
        }
    }

    @Test("random bytes in any of the files crash nothing")
    func randomBytes() async throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
                "abc:-[]{}\"'\n =#&*!|>%@`,?\u{0}".utf8.randomElement(using: &random)!
            }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? ServersFile(text, path: "f", environment: .init([:]))
            _ = OpsiCLIServices.chosen(text, path: "f")
            _ = OpsiConf.strings(text)
        }
    }

    @Test("the password comes from a command's output, and its failure is told")
    func passwordCommand() async throws {
        let reader = PasswordReader(environment: .init([:]), mayAsk: false)
        func connection(_ words: [String]) -> OpusCLI.Connection {
            Connection(
                url: "https://a", username: "u", password: .command(words, origin: "f:3: x"),
                trust: .system, needsCode: false, origin: "f")
        }
        #expect(
            try reader.read(connection(["echo", "se cret"]))
                == Credentials(password: Secret("se cret")))
        #expect(throws: CommandFailure(.usage, "f:3: x: 'false' failed, so there is no password")) {
            try reader.read(connection(["false"]))
        }
        #expect(
            throws: CommandFailure(
                .usage, "f:3: x: '/no/such' can't be run: no such file or directory")
        ) { try reader.read(connection(["/no/such"])) }
    }

    @Test(
        "a password in an address is not repeated",
        arguments: [
            "https://u:s3cret@opsi:4447", "u:s3cret@opsi", "htps://u:s3cret@opsi",
        ])
    func secretAddress(url: String) async throws {
        let failure = CommandFailure(
            .usage,
            "the server address holds a user or password: leave them out, and give the password in"
                + " a file or the environment")
        await #expect(throws: failure) { try await Self.resolve([], ["OPUS_SERVER": url]) }
        #expect(throws: failure) { try ConnectionResolver.refuseSecret(in: url) }
    }

    @Test("there is no argument for the password")
    func noPasswordArgument() async throws {
        let run = try await Opus.run(["groups", "--password", "x"], environment: [:])
        #expect(run.status == 64)
    }
}
