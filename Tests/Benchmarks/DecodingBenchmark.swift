import Foundation
import OpusServer

/// Decoding product states, beside Foundation's JSONDecoder on the same bytes.
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

    static func run(clients: Int, products: Int, runs: Int) async throws {
        let json = rows(clients: clients, products: products)
        let megabytes = Double(json.count) / 1_000_000
        let opus = try await Measurement.of("decode \(Int(megabytes)) MB: opus", runs: runs) {
            let table = try ProductStateTable(json: json)
            precondition(table.rows.count == clients * products)
        }
        opus.report(String(format: "%.0f MB/s", megabytes / opus.median))
        let answer = Array(#"{"jsonrpc":"2.0","id":1,"result":"#.utf8) + json + Array("}".utf8)
        let streamed = try await Measurement.of(
            "decode \(Int(megabytes)) MB in pieces of 64 KiB: opus", runs: runs
        ) {
            let table = try ProductStateTable(answer: answer, pieces: 64 * 1024)
            precondition(table.rows.count == clients * products)
        }
        streamed.report(String(format: "%.0f MB/s", megabytes / streamed.median))
        let data = Data(json)
        let foundation = try await Measurement.of(
            "decode \(Int(megabytes)) MB: JSONDecoder", runs: max(1, runs / 3)
        ) {
            let rows = try JSONDecoder().decode([Row].self, from: data)
            precondition(rows.count == clients * products)
        }
        foundation.report(String(format: "opus is %.1f × faster", foundation.median / opus.median))
    }

    /// Rows as the server writes them, all attributes present.
    private static func rows(clients: Int, products: Int) -> [UInt8] {
        var text = "["
        for client in 0..<clients {
            for product in 0..<products {
                if client + product > 0 { text += "," }
                let clientID = "pc\(client).fleet.test"
                let productID = "product\(product)"
                text += """
                    {"targetConfiguration":"undefined","installationStatus":"installed",\
                    "actionRequest":"none","lastAction":"setup","actionProgress":"",\
                    "actionResult":"successful","productVersion":"\(product % 7).08",\
                    "packageVersion":"\(client % 3)","modificationTime":"2026-11-20 09:00:00",\
                    "actionSequence":-1,"productId":"\(productID)",\
                    "productType":"LocalbootProduct","clientId":"\(clientID)",\
                    "type":"ProductOnClient",\
                    "ident":"\(productID);LocalbootProduct;\(clientID)"}
                    """
            }
        }
        return Array((text + "]").utf8)
    }
}
