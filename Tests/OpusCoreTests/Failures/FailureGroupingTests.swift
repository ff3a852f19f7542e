import OpusServer
import Testing

@testable import OpusCore

/// What is one fault, and what its clients have in common.
@Suite("Faults") struct FailureGroupingTests {
    private func places(depots: [ObjectID: ObjectID]) -> ClientPlaces {
        var places = ClientPlaces()
        places.depotOfClient = depots
        for client in depots.keys { places.groupsOfClient[client] = ["all"] }
        return places
    }

    private func client(_ number: Int) -> ObjectID { "pc-\(number).fleet.test" }

    @Test("Failures with one reason but for numbers and names are one fault; the rest is not")
    func groups() throws {
        let failures = try [
            productRow(client(1), reason: "No room for pc-1.fleet.test, 12 MB missing"),
            productRow(client(2), reason: "No room for pc-2.fleet.test, 700 MB missing"),
            productRow(client(3), reason: "ExitCode = 1603 ERROR_INSTALL_FAILURE"),
            productRow(client(4), reason: "ExitCode = 1612 ERROR_INSTALL_SOURCE_ABSENT"),
            productRow(client(5), version: "2.0", reason: "ExitCode = 1612 x"),
            productRow(client(6), "other", reason: "ExitCode = 1612 x"),
            productRow(client(7)),
        ].map { Failure($0) }
        let groups = FailureGrouping(tried: failures.map(\.row), places: ClientPlaces())
            .groups(failures)
        #expect(groups.map(\.clients.count) == [2, 1, 1, 1, 1, 1])
        #expect(groups.first?.reason == "No room for …, … MB missing")
        #expect(groups.first?.clients == [client(1), client(2)])
        #expect(groups.last?.productID == "other")
        #expect(groups.count { $0.absence != nil } == 1)
        #expect(groups.first { $0.absence != nil }?.cause == .unknown)
    }

    @Test("The share is of those that tried the same version of the product")
    func share() throws {
        let failed = try (1...3).map { try productRow(client($0), reason: "no") }
        let others = try (4...9).map { try productRow(client($0), result: "successful") }
        let older = try (10...19).map {
            try productRow(client($0), version: "0.9", result: "successful")
        }
        let groups = FailureGrouping(tried: failed + others + older, places: ClientPlaces())
            .groups(failed.map { Failure($0) })
        #expect(groups.map(\.tried) == [9])
    }

    @Test("One depot is told where others tried and did not fail, and not where it is the only one")
    func places() throws {
        let failed = try (1...3).map { try productRow(client($0), reason: "no") }
        let others = try (4...9).map { try productRow(client($0), result: "successful") }
        let depots = Dictionary(
            uniqueKeysWithValues: (1...9).map { (client($0), ObjectID($0 < 5 ? "hall" : "main")) })
        let found = FailureGrouping(tried: failed + others, places: places(depots: depots))
            .groups(failed.map { Failure($0) })
        #expect(
            found.first?.places == [
                .init(kind: .depot, name: "hall", triedThere: 4, triedElsewhere: 5)
            ])
        let one = FailureGrouping(
            tried: failed + others, places: places(depots: depots.mapValues { _ in "main" }))
        #expect(one.groups(failed.map { Failure($0) }).first?.places == [])
    }

    @Test("Of several groups that hold all of them, the smallest is told")
    func smallest() throws {
        let failed = try (1...2).map { try productRow(client($0), reason: "no") }
        let others = try (3...9).map { try productRow(client($0), result: "successful") }
        var places = ClientPlaces()
        for number in 1...9 {
            places.groupsOfClient[client(number)] =
                number <= 3 ? ["all", "house", "room"] : number <= 6 ? ["all", "house"] : ["all"]
        }
        let found = FailureGrouping(tried: failed + others, places: places)
            .groups(failed.map { Failure($0) })
        #expect(
            found.first?.places == [
                .init(kind: .group, name: "room", triedThere: 3, triedElsewhere: 6)
            ])
    }

    @Test("What chance brings about as well is not told: most clients, or two of many")
    func accident() throws {
        func found(failed: Int, inside: Int, of all: Int) throws -> [String] {
            let rows = try (1...all).map {
                try productRow(
                    client($0), result: $0 <= failed ? "failed" : "successful", reason: "no")
            }
            var places = ClientPlaces()
            for number in 1...all {
                places.groupsOfClient[client(number)] = number <= inside ? ["room"] : []
            }
            let failures = rows.prefix(failed).map { Failure($0) }
            return FailureGrouping(tried: rows, places: places).groups(failures)[0].places
                .map(\.name)
        }
        #expect(try found(failed: 4, inside: 223, of: 232) == [])
        #expect(try found(failed: 2, inside: 40, of: 100) == [])
        #expect(try found(failed: 2, inside: 30, of: 100) == ["room"])
        #expect(try found(failed: 40, inside: 200, of: 232) == ["room"])
    }
}
