import FleetModel

/// Judges every scrape by the fleet that it must be of.
struct Verifier {
    /// What one answer said.
    struct Facts: Sendable {
        var collections = 0
        var isUp = false
        /// The version of the fleet; nil where there is no data.
        var version: Int?
        var errors: [String: Int] = [:]
        var skipped = 0
        /// In Unix seconds; nil before the first one.
        var lastSuccess: Double?
        var samples = 0

        var failures: Int { errors.values.reduce(0, +) }
        /// Collections that came to their end and had a failure. One that was due while another was
        /// running is a failure of its interval, but on a busy machine no fault of the server's.
        var broken: Int { failures - skipped }
    }

    /// By which two clocks may differ that are read one after the other on a busy machine.
    private static let tolerance = 0.5

    /// For how many seconds data is shown.
    private let maximumAge: Double
    private let truth: @Sendable (Int) -> SoakFleet.Version?
    private var expected: (version: Int, counts: Counts)?
    private var last = Facts()
    private var lastSuccess: (collections: Int, version: Int)?

    /// Versions that were compared.
    private(set) var versions: Set<Int> = []

    init(maximumAge: Double, truth: @escaping @Sendable (Int) -> SoakFleet.Version?) {
        self.maximumAge = maximumAge
        self.truth = truth
    }

    /// Judges a text that was not seen before.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - isOpenMetrics: the format that it came in.
    ///   - time: when it had come, in Unix seconds.
    /// - Returns: what it says, and all that is wrong with it.
    /// - Throws: where the model can't be made.
    mutating func check(
        _ bytes: [UInt8], isOpenMetrics: Bool, at time: Double
    ) throws -> (facts: Facts, problems: [String]) {
        let exposition: Exposition
        do {
            exposition = try Exposition(bytes, isOpenMetrics: isOpenMetrics)
        } catch {
            return (Facts(), ["\(error)"])
        }
        let facts = Self.facts(exposition)
        var problems = try checkFleet(exposition, facts, time)
        problems += checkOrder(facts)
        return (facts, problems)
    }

    private static func facts(_ exposition: Exposition) -> Facts {
        var facts = Facts()
        facts.samples = exposition.samples.count
        facts.collections = Int(exposition.sum("opsi_exporter_collections_total") ?? -1)
        facts.isUp = exposition.sum("opsi_up") == 1
        facts.errors = exposition.values("opsi_exporter_collection_errors_total", by: "reason")
            .filter { $0.value != 0 }
        facts.skipped = Int(exposition.sum("opsi_exporter_collections_skipped_total") ?? -1)
        facts.lastSuccess = exposition.sum(
            "opsi_exporter_last_collection_success_timestamp_seconds")
        let versions = exposition.samples.filter { $0.name == "opsi_depot_info" }
            .compactMap { $0.label("depot").flatMap(SoakFleet.version) }
        if versions.count == 1 { facts.version = versions[0] }
        return facts
    }

    /// Whether all that is told of the fleet is what the model says of one version of it.
    private mutating func checkFleet(
        _ exposition: Exposition, _ facts: Facts, _ time: Double
    ) throws -> [String] {
        let fleet = exposition.fleet
        guard !fleet.isEmpty else {
            guard let last = facts.lastSuccess else { return facts.isUp ? ["up, and no data"] : [] }
            // It is withdrawn by its age alone, be the server up or down.
            let isTooEarly = time - last < maximumAge - Self.tolerance
            return isTooEarly ? ["no data, \(time - last) s after a success"] : []
        }
        guard let number = facts.version, let version = truth(number) else {
            return ["data of no known version: \(facts.version as Int?, default: "none")"]
        }
        if expected?.version != number { expected = (number, try version.counts()) }
        guard var counts = expected?.counts else { return [] }
        versions.insert(number)
        var problems: [String] = []
        if !fleet.contains(where: { $0.name == "opsi_clients_ungrouped" }) {
            if !version.faults.contains(.rpcError) { problems.append("groups are missing") }
            counts.remove("opsi_clients_ungrouped")
            for series in counts.values.keys where series.family.hasPrefix("opsi_group_") {
                counts.remove(series.family)
            }
        }
        var found = Counts()
        var groups: Set<String> = []
        var depots: Set<String> = []
        for sample in fleet {
            switch sample.name {
            case "opsi_group_info": groups.insert(sample.label("group") ?? "")
            case "opsi_depot_info": depots.insert(sample.label("depot") ?? "")
            default:
                found.set(
                    sample.name, sample.subject, Int(sample.value) ?? -1,
                    action: sample.label("action") ?? "")
                continue
            }
            if sample.value != "1" { problems.append("\(sample.name) is \(sample.value)") }
        }
        found.forgiveEarlierFailures(than: counts)
        problems += found.differences(from: counts)
        if groups != counts.labels("opsi_group_clients") { problems.append("opsi_group_info") }
        if depots != counts.labels("opsi_depot_products") { problems.append("opsi_depot_info") }
        return problems.map { "version \(number): \($0)" }
    }

    /// Whether it goes with what was said before.
    private mutating func checkOrder(_ facts: Facts) -> [String] {
        var problems: [String] = []
        if facts.isUp, let version = facts.version {
            if let before = lastSuccess {
                let isNewer = facts.collections > before.collections
                if isNewer && version <= before.version
                    || facts.collections == before.collections && version != before.version
                {
                    problems.append(
                        "collection \(facts.collections) has version \(version), and"
                            + " \(before.collections) has \(before.version)")
                }
                if isNewer { lastSuccess = (facts.collections, version) }
            } else {
                lastSuccess = (facts.collections, version)
            }
        }
        if facts.collections > last.collections {
            if !facts.isUp, facts.failures <= last.failures {
                problems.append("collection \(facts.collections) failed for no reason")
            }
            if let worse = last.errors.first(where: { $0.value > facts.errors[$0.key] ?? 0 }) {
                problems.append("failures were taken back: \(worse.key)")
            }
            last = facts
        }
        return problems
    }
}

extension Exposition.Sample {
    /// What the model counts it for.
    fileprivate var subject: String {
        guard let version = label("version") else {
            return ["depot", "group", "product", "client"].compactMap(label).first ?? ""
        }
        return ["depot", "product"].compactMap(label).joined(separator: " ") + " " + version
    }
}

extension Counts {
    /// Takes over the model's times of failures where those found are earlier: an exporter remembers
    /// what it saw before a retry, and the model looks at one version of the fleet alone.
    fileprivate mutating func forgiveEarlierFailures(than model: Counts) {
        let family = "opsi_client_failed_since_timestamp_seconds"
        for (series, latest) in model.values where series.family == family {
            guard let found = values[series], (1...latest).contains(found) else { continue }
            set(family, String(decoding: series.label, as: UTF8.self), latest)
        }
    }

    /// The labels of a family.
    func labels(_ family: String) -> Set<String> {
        Set(
            values.keys.filter { $0.family == family }
                .map { String(decoding: $0.label, as: UTF8.self) })
    }
}
