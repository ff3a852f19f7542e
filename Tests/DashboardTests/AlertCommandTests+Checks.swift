import Foundation
import OpsiMock
import TestSupport
import Testing

/// What comes of a command, held against the fleet.
extension AlertCommandTests {
    static func run(
        _ line: String, _ check: Check, _ shell: Shell, _ demo: LiveDemo
    ) async throws {
        switch check {
        case .namesGroups, .namesProducts, .tellsStates, .findsTheTrouble:
            try await read(line, check, shell)
        case .namesFailures(let clients):
            let outcome = try await shell.run(line)
            #expect(outcome.status == 0, "\(line)")
            let failures = failures(clients)
            #expect(failures.count > 3)
            let told = zip(outcome.column(0), outcome.column(1)).map { "\($0) \($1)" }
            #expect(Set(failures).isSubset(of: told), "\(line): \(outcome.lines)")
            #expect(told.filter { $0.hasPrefix("pc") }.count == failures.count, "\(line)")
        case .tellsFaults(let failures):
            let outcome = try await shell.run(line)
            #expect(outcome.status == 0, "\(line): \(outcome.lines)")
            // A line a fault; below them, what helps.
            let counts = outcome.lines.dropFirst().prefix { !$0.isEmpty }
                .compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
            #expect(counts.reduce(0, +) == failures.count && !failures.isEmpty, "\(outcome.lines)")
        case .cancels:
            let outcome = try await shell.runAtTerminal(line)
            // Of the product, nothing may be waiting.
            #expect([0, 3].contains(outcome.status), "\(line): \(outcome.lines)")
        case .retriesRows(let failures):
            let outcome = try await shell.runAtTerminal(line)
            #expect(outcome.status == 0, "\(line): \(outcome.lines)")
            try await expectRequests(
                for: failures, atLeast: 1, shell, "opus failed depot:\(depot)")
        case .retries(let clients):
            let outcome = try await shell.runAtTerminal(line)
            #expect(outcome.status == 0, "\(line): \(outcome.lines)")
            let failures = failures(clients)
            try await expectRequests(for: failures, shell, line)
        case .makesZero(let series):
            #expect(try await demo.value(of: series) != 0)
            let outcome = try await shell.runAtTerminal(line)
            #expect(outcome.status == 0, "\(line): \(outcome.lines)")
            try await demo.wait(for: series) { $0 == 0 }
        case .lists(let series):
            try await expectClients(try await demo.value(of: series), shell, line)
        case .listsFleet(let family):
            var sum = 0
            for depot in ["opsiserver", "depot01", "depot02"] {
                sum += try await demo.value(of: of(family, depot: depot + ".fleet.test")) ?? 0
            }
            try await expectClients(sum, shell, line)
        case .starts(let series):
            let count = try #require(try await demo.value(of: series))
            let outcome = try await shell.runAtTerminal(line)
            // Some client may be off: that is told, and has an exit status.
            #expect([0, 1].contains(outcome.status), "\(line): \(outcome.lines)")
            let told = outcome.lines.filter { $0.contains(/(?:^pc\S+ +(?:requested|failed)\b)/) }
            #expect(told.count == count && count > 0, "\(line): \(outcome.lines)")
        }
    }

    private static func read(_ line: String, _ check: Check, _ shell: Shell) async throws {
        let outcome = try await shell.run(line)
        #expect(outcome.status == 0, "\(line): \(outcome.lines)")
        switch check {
        case .namesGroups:
            let groups = fleet.objects(in: .group, where: "type", is: "HostGroup")
                .compactMap { $0["id"]?.string }
            #expect(Set(outcome.column(0)).isSuperset(of: groups), "\(line): \(outcome.lines)")
        case .namesProducts:
            let products = Set(
                fleet.productsOnClient().filter { $0.productType == "LocalbootProduct" }
                    .map(\.productId))
            #expect(products.count > 30)
            #expect(products.isSubset(of: outcome.column(0)), "\(line): \(outcome.lines)")
        case .tellsStates:
            #expect(outcome.lines.contains { $0.contains(/(?:^fleet +all clients +240 )/) })
        case .findsTheTrouble:
            #expect(outcome.column(1) == ["ok", "ok", "ok", "ok", "ok"])
        default: Issue.record("\(check) is no reading")
        }
    }

    private static func expectClients(_ count: Int?, _ shell: Shell, _ line: String) async throws {
        let outcome = try await shell.run(line)
        #expect(outcome.status == 0, "\(line): \(outcome.lines)")
        let told = outcome.column(0).filter { $0.hasPrefix("pc") }
        #expect(told.count == count && !told.isEmpty, "\(line): \(outcome.lines)")
    }

    /// The server has a request for each of these, but for what opus does not touch by itself.
    private static func expectRequests(
        for failures: [String], atLeast least: Int = 4, _ shell: Shell, _ line: String
    ) async throws {
        let wanted = failures.filter { !$0.contains(" opsi-") }
        #expect(wanted.count >= least)
        let listed = try await shell.run(line.replacing("opus retry", with: "opus failed"))
        let requested = listed.lines.compactMap { line -> String? in
            let words = line.split(separator: " ")
            return words.count > 4 && words[4] == "setup" ? "\(words[0]) \(words[1])" : nil
        }
        #expect(Set(wanted).isSubset(of: requested), "\(line): \(listed.lines)")
    }

    @Test("opus doctor names a server that is gone")
    func gone() async throws {
        try await withTemporaryDirectory { folder in
            let copy = folder.appending(path: "config.yaml")
            let server = try await LiveDemo.run(Self.arguments) { demo in
                // The demonstration takes its own files away when it ends.
                let password = folder.appending(path: "password")
                let original = demo.configuration.deletingLastPathComponent()
                try FileManager.default.copyItem(
                    at: original.appending(path: "password"), to: password)
                let text = try Files.text(demo.configuration)
                try text.replacing(original.path + "/password", with: password.path)
                    .write(to: copy, atomically: true, encoding: .utf8)
                #expect(try await Shell(configuration: copy).run("opus doctor").status == 0)
                let url = text.firstMatch(of: /"(?<url>http:[^"]+)"/)
                return (url.map { String($0.url) } ?? "", demo.configuration)
            }
            let outcome = try await Shell(configuration: copy).run("opus doctor")
            #expect(outcome.status == 69)
            let finding = outcome.lines.first { $0.hasPrefix("connection ") }
            #expect(finding?.contains("wrong") == true)
            #expect(finding?.contains(server.0.replacing("http://", with: "")) == true)
            #expect(!FileManager.default.fileExists(atPath: server.1.path))
        }
    }
}
