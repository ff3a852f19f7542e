import FleetModel
import Foundation
import OpsiMock
import TestSupport
import Testing

@testable import opus_soak

@Suite("make soak", .timeLimit(.minutes(2)))
struct SoakTests {
    @Test("finds nothing wrong in some seconds")
    func short() async throws {
        let soak = try await ChildProcess.run("opus-soak", ["--seconds", "6", "--rate", "100"])
        #expect(soak.status == 0, "\(soak.output)")
        #expect(soak.output.last == "all right")
    }

    @Test(
        "refuses arguments that make no sense",
        arguments: [["--minutes"], ["--minutes", "x"], ["--minutes", "-1"], ["--hours", "1"]])
    func arguments(_ arguments: [String]) {
        #expect(throws: SoakOptions.Mistake.self) { try SoakOptions(arguments) }
    }

    private static let time = 1_795_369_413

    private static func version(
        _ number: Int, _ faults: [OpsiMock.Fault.Kind] = []
    ) -> SoakFleet.Version {
        var writer = FleetWriter(seed: UInt64(number))
        var fleet = writer.fleet(now: time)
        writer.addDepot("v\(number).version.test", to: &fleet)
        return SoakFleet.Version(
            number: number, json: fleet.json, unixTime: time, faults: faults)
    }

    /// What an exporter that is right would serve of a version.
    private static func lines(
        _ version: SoakFleet.Version?, collections: Int = 1, failures: Int = 0, isUp: Bool = true,
        age: Int? = 0
    ) throws -> [String] {
        let success = age.map {
            "opsi_exporter_last_collection_success_timestamp_seconds \(time - $0)"
        }
        let own =
            [
                "# TYPE opsi_up gauge", "opsi_up{server=\"soak\"} \(isUp ? 1 : 0)",
                "opsi_exporter_collections_total{server=\"soak\"} \(collections)",
                "opsi_exporter_collection_errors_total{server=\"soak\",reason=\"rpc\"} \(failures)",
            ] + [success].compactMap(\.self)
        guard let counts = try version?.counts() else { return own }
        let samples = counts.values.map { series, value in
            let label =
                if series.family.hasPrefix("opsi_group") {
                    "group"
                } else if series.family.hasPrefix("opsi_product") {
                    "product"
                } else if ["opsi_client_failed", "opsi_client_last"].contains(
                    where: series.family.hasPrefix)
                {
                    "client"
                } else {
                    "depot"
                }
            let action = series.action.isEmpty ? "" : ",action=\"\(series.action)\""
            let text = String(decoding: series.label, as: UTF8.self)
            return "\(series.family){server=\"soak\",\(label)=\"\(text)\"\(action)} \(value)"
        }
        let groups = counts.labels("opsi_group_clients").map {
            "opsi_group_info{server=\"soak\",group=\"\($0)\",parent=\"\"} 1"
        }
        let depots = counts.labels("opsi_depot_products").map {
            "opsi_depot_info{server=\"soak\",depot=\"\($0)\",master=\"\"} 1"
        }
        return own + groups + depots + samples.sorted()
    }

    private static func verifier(_ versions: SoakFleet.Version...) -> Verifier {
        Verifier(maximumAge: 60) { number in versions.first { $0.number == number } }
    }

    private static func problems(
        _ verifier: inout Verifier, _ lines: [String]
    ) throws -> [String] {
        let text = lines.map { "\($0)\n" }.joined()
        return try verifier.check(Array(text.utf8), isOpenMetrics: false, at: Double(time)).problems
    }

    @Test("a scrape that is right passes, and counts as compared")
    func right() throws {
        let version = Self.version(7)
        var verifier = Self.verifier(version)
        let nothing = try Self.lines(nil, collections: 0, isUp: false, age: nil)
        #expect(try Self.problems(&verifier, nothing) == [])
        #expect(try Self.problems(&verifier, Self.lines(version)) == [])
        #expect(verifier.versions == [7])
    }

    @Test("every single sample that is changed, missing or double is found")
    func everySample() throws {
        let version = Self.version(7)
        let lines = try Self.lines(version)
        let own = try Self.lines(nil).count
        #expect(lines.count > 100)
        for index in lines.indices.dropFirst(own) {
            var verifier = Self.verifier(version)
            var changed = lines
            changed[index] += "0"
            // Ten times nothing is nothing.
            if lines[index].hasSuffix(" 0") { changed[index] = "\(lines[index].dropLast())1" }
            #expect(try Self.problems(&verifier, changed) != [], "\(changed[index])")
            var missing = lines
            missing.remove(at: index)
            #expect(try Self.problems(&verifier, missing) != [], "without \(lines[index])")
            #expect(try Self.problems(&verifier, lines + [lines[index]]) != [])
        }
    }

    @Test("groups may be missing where an RPC error was laid out, and nothing else then")
    func groups() throws {
        for faults in [[], [OpsiMock.Fault.Kind.rpcError]] {
            let version = Self.version(7, faults)
            let rest = try Self.lines(version).filter {
                !$0.hasPrefix("opsi_group") && !$0.hasPrefix("opsi_clients_ungrouped")
            }
            var verifier = Self.verifier(version)
            #expect(try Self.problems(&verifier, rest).isEmpty == !faults.isEmpty)
            #expect(try Self.problems(&verifier, rest.filter { !$0.contains("_stuck") }) != [])
        }
    }

    @Test("what is right by itself can be wrong after what was said before")
    func order() throws {
        let (old, new) = (Self.version(7), Self.version(8))
        var verifier = Self.verifier(old, new)
        #expect(try Self.problems(&verifier, Self.lines(new, collections: 4)) == [])
        // An old fleet after a new one, another one of the same collection, and no new one.
        #expect(try Self.problems(&verifier, Self.lines(old, collections: 5)) != [])
        #expect(try Self.problems(&verifier, Self.lines(old, collections: 5)) == [])
        #expect(try Self.problems(&verifier, Self.lines(new, collections: 5)) != [])
        #expect(try Self.problems(&verifier, Self.lines(old, collections: 6)) != [])
        // A failure without a reason, data of nobody knows when, and none.
        let failed = try Self.lines(old, collections: 7, isUp: false)
        #expect(try Self.problems(&verifier, failed) != [])
        let unknown = try Self.lines(Self.version(9), collections: 8)
        #expect(try Self.problems(&verifier, unknown) != [])
        let never = try Self.lines(nil, collections: 9, age: nil)
        #expect(try Self.problems(&verifier, never) != [])
    }

    @Test("data goes when it is too old, and not before", arguments: [(0, 1), (59, 1), (61, 0)])
    func withdrawal(age: Int, problems: Int) throws {
        for isUp in [true, false] {
            var verifier = Self.verifier()
            let lines = try Self.lines(nil, failures: 1, isUp: isUp, age: age)
            #expect(try Self.problems(&verifier, lines).count == problems)
        }
    }
}
