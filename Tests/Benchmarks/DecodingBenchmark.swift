import Foundation
import OpusServer
import TestSupport

/// Decoding and counting product states, beside others on the same bytes.
enum DecodingBenchmark {
    private struct Row: Decodable {
        let clientId: String
        let productId: String
        let productType: String
        let installationStatus: String
        let actionRequest: String?
        let actionResult: String?
        let productVersion: String?
        let packageVersion: String?
        let modificationTime: String?
    }

    /// Decodes and counts like a Python program would, and prints the processor time of each run.
    private static let python = """
        import sys, time, orjson
        data = open(sys.argv[1], "rb").read()
        for _ in range(3):
            start = time.process_time()
            failed, pending, installed = set(), set(), {}
            for row in orjson.loads(data)["result"]:
                if row["productType"] != "LocalbootProduct":
                    continue
                if row["actionResult"] == "failed":
                    failed.add(row["clientId"])
                if row["actionRequest"] not in (None, "none", "always"):
                    pending.add(row["clientId"])
                if row["installationStatus"] == "installed":
                    installed[row["productId"]] = installed.get(row["productId"], 0) + 1
            print(time.process_time() - start)
        """

    static func run(clients: Int, products: Int, runs: Int, _ baseline: Baseline) async throws {
        let answer = answer(clients: clients, products: products)
        let megabytes = Double(answer.count) / 1_000_000
        let name = "decode + count \(Int(megabytes)) MB"
        let opus = try await Measurement.of("\(name), pieces of 64 KiB: opus", runs: runs) {
            let table = try ProductStateTable(answer: answer, pieces: 64 * 1024)
            precondition(count(table) == clients * products)
        }
        opus.report(String(format: "%.0f MB/s", megabytes / opus.processorMedian))
        let data = Data(answer)
        struct Answer: Decodable { let result: [Row] }
        let foundation = try await Measurement.of(
            "the same, decode only: JSONDecoder", runs: max(1, runs / 3)
        ) {
            let rows = try JSONDecoder().decode(Answer.self, from: data).result
            precondition(rows.count == clients * products)
        }
        foundation.report()
        baseline.report(
            "decoding: JSONDecoder's CPU time / opus's",
            foundation.processorMedian / opus.processorMedian,
            aim: ">= 12", better: .higher)
        baseline.report(
            "decoding: MB/s on one core", megabytes / opus.processorMedian, aim: ">= 600",
            better: .higher)
        if let seconds = try await orjsonSeconds(data) {
            baseline.report(
                "decoding: orjson's CPU time with plain loops / opus's",
                seconds / opus.processorMedian,
                aim: ">= 10", better: .higher)
        } else {
            print("(no Python with orjson here: `pip install orjson` to compare with it)")
        }
    }

    /// What the exporter would count, as simply.
    private static func count(_ table: ProductStateTable) -> Int {
        var failed = [Bool](repeating: false, count: table.clients.count)
        var pending = failed
        var installed = [Int](repeating: 0, count: table.products.count)
        for row in table.rows where row.flags.contains(.localboot) {
            if row.flags.contains(.failed) { failed[Int(row.client)] = true }
            if row.request.isPending { pending[Int(row.client)] = true }
            if row.flags.contains(.installed) { installed[Int(row.product)] += 1 }
        }
        return installed.reduce(0, +)
    }

    private static func orjsonSeconds(_ data: Data) async throws -> Double? {
        let file = FileManager.default.temporaryDirectory.appending(path: "opus-bench-rows.json")
        try data.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = try? await Usage.run(
            URL(filePath: "/usr/bin/env"), ["python3", "-c", python, file.path],
            environment: ProcessInfo.processInfo.environment)
        return run.flatMap { $0.output.compactMap { Double($0) }.sorted().dropFirst().first }
    }

    /// An answer as the server writes it, all attributes present.
    private static func answer(clients: Int, products: Int) -> [UInt8] {
        var text = #"{"jsonrpc":"2.0","id":1,"result":["#
        for client in 0..<clients {
            for product in 0..<products {
                if client + product > 0 { text += "," }
                let clientID = "pc\(client).fleet.test"
                let productID = "product\(product)"
                let second = (client &* 31 &+ product) % 60
                text += """
                    {"targetConfiguration":"undefined","installationStatus":"installed",\
                    "actionRequest":"\(product % 50 == 1 ? "setup" : "none")",\
                    "lastAction":"setup","actionProgress":"",\
                    "actionResult":"\(product % 50 == 2 ? "failed" : "successful")",\
                    "productVersion":"\(product % 7).08","packageVersion":"\(client % 3)",\
                    "modificationTime":"2026-11-20 09:\(10 + client % 50):\(second < 10 ? "0" : "")\(second)",\
                    "actionSequence":-1,"productId":"\(productID)",\
                    "productType":"LocalbootProduct","clientId":"\(clientID)",\
                    "type":"ProductOnClient",\
                    "ident":"\(productID);LocalbootProduct;\(clientID)"}
                    """
            }
        }
        return Array((text + "]}").utf8)
    }
}
