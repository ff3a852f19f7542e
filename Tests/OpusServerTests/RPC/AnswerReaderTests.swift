import Foundation
import TestSupport
import Testing

@testable import OpusServer

/// Lists read as they come, beside the same answers read when they are whole.
@Suite("Answers as they come")
struct AnswerReaderTests {
    /// What came of an answer: rows in plain words, or the error.
    enum Outcome: Equatable {
        case rows([ProductStateTests.Row])
        case failure(ServerError.RPCFailure)
        case text(String)
        case refused

        var isRefused: Bool { self == .refused }
    }

    /// Any values, as a list of them.
    struct Values: ElementReader {
        var values: [JSONValue] = []
        mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
            values.append(try reader.readValue())
        }
        consuming func finish() -> [JSONValue] { values }
    }

    private static func pieces(_ bytes: [UInt8], at cuts: [Int]) -> [[UInt8]] {
        let edges = [0] + cuts + [bytes.count]
        return zip(edges, edges.dropFirst()).map { Array(bytes[$0..<$1]) }
    }

    private static func outcome(_ bytes: [UInt8], cutAt cuts: [Int] = []) -> Outcome {
        do throws(JSONError) {
            return outcome(try AnswerReader.read(pieces(bytes, at: cuts)) { ProductStateReader() })
        } catch {
            return .refused
        }
    }

    /// The same through the reader that wants the whole answer, which knows nothing of pieces and
    /// of what rows look like.
    private static func whole(_ bytes: [UInt8]) -> Outcome {
        do throws(JSONError) {
            return outcome(
                try Envelope(bytes, id: 1) { reader throws(JSONError) in
                    try ProductStateReader.read(&reader)
                })
        } catch {
            return .refused
        }
    }

    private static func outcome(_ envelope: Envelope<ProductStateTable>) -> Outcome {
        switch envelope {
        case .result(let table): .rows(ProductStateTests.rows(table))
        case .failure(let failure): .failure(failure)
        case .text(let text): .text(text)
        }
    }

    private static let rows = """
        {"clientId":"pc1.test","productId":"firefox","productType":"LocalbootProduct","x":-1,\
        "actionRequest":null,"actionProgress":"Deferred",\
        "actionResult":"failed","productVersion":"1.0","packageVersion":"2","n":null,\
        "modificationTime":"2026-11-20 09:00:00","installationStatus":"installed"}
        """

    /// The same row with other words, and in another order.
    private static func row(_ client: String, _ product: String, _ more: String = "") -> String {
        #"""
        {"productId":\#(product),"actionRequest":"setup","clientId":\#(client),\#(more)\#
        "productType":null,"actionResult":null,"actionProgress":null,"productVersion":null,\#
        "packageVersion":null,"modificationTime":null,"installationStatus":null}
        """#
    }

    private static let answers: [String] = [
        #"{"id":1,"result":[],"jsonrpc":"2.0"}"#,
        #"{"id":1,"result":[\#(rows),\#(rows),\#(rows)],"jsonrpc":"2.0"}"#,
        #" { "jsonrpc" : "2.0" , "result" : [ \#(rows) , \#(row(#""c\ud83d\ude00""#, #""p\u00e4""#, #""y":{"z":[1.5e3,true,"\n"]},"#)) ] , "id" : 1 } "#,
        #"{"result":[\#(row(#""ä😀""#, #""\"\\\/""#))],"id":1}"#,
        #"{"result":[\#(row(#""""#, #""a""#))],"id":1}"#,
        #"{"result":[\#(row(#""a""#, #""""#))],"id":1}"#,
        #"{"result":[{"clientId":"a","productId":"b","actionRequest":"setup"}],"id":1}"#,
        #"{"id":1,"error":{"message":"no","code":0,"data":{"class":"E","details":"[{}]"}},"jsonrpc":"2.0"}"#,
        #"{"id":1,"result":null,"error":{"message":"no","class":"E","details":null}}"#,
        #"{"id":null,"result":null,"error":"plain"}"#,
        #"{"id":12,"result":[]}"#, #"{"id":1,"result":null}"#, #"{"id":1,"result":{}}"#,
        #"{"id":1,"result":3}"#, #"{"id":1}"#, #"{"id":1,"result":[1]}"#,
        #"{"id":1,"result":[\#(rows),]}"#, #"{"id":1,"result":[\#(rows) \#(rows)]}"#,
        #"{"id":1,"result":[],}"#, #"{"id":1,"result":[]}}"#, #"{"id":1 "result":[]}"#,
        #"{"id":1,"result":[{}]}"#, #"{"id":1,"result":[\#(rows)],"more":tru}"#, "[]", "", "{",
        #"{"result":[\#(rows),\#(rows)],"result":[\#(rows)],"id":3,"id":1}"#,
        #"{"result":null,"result":[\#(rows)],"id":1}"#,
        #"{"id":3,"result":[\#(rows)],"id":1}"#,
        #"{"id":1,"result":[\#(row(#""a""#, #""b""#, #""actionResult":"failed","#))]}"#,
        #"{"id":1,"result":[\#(rows),\#(rows.replacing("-1", with: "-01"))]}"#,
        #"{"id":1,"result":[\#(rows),\#(rows.replacing("-1", with: "-"))]}"#,
        #"{"id":1,"result":[\#(rows),\#(rows.replacing("-1", with: "-1.5e+3"))]}"#,
        #"{"id":1,"result":[\#(rows),\#(rows.replacing("\"pc1.test\"", with: "null"))]}"#,
        #"{"id":1,"result":[\#(rows),\#(rows.replacing("\"failed\"", with: "nul"))]}"#,
        #"{"id":1,"result":[\#(rows),\#(rows.replacing("\"failed\"", with: "null"))]}"#,
    ]

    @Test("An answer means the same wherever it is cut", arguments: answers)
    func everyCut(answer: String) {
        let bytes = Array(answer.utf8)
        let expected = Self.whole(bytes)
        #expect(Self.outcome(bytes) == expected)
        #expect(Self.outcome(bytes, cutAt: Array(bytes.indices)) == expected)
        let different = bytes.indices.filter { Self.outcome(bytes, cutAt: [$0]) != expected }
        #expect(different == [])
    }

    @Test("An answer that ends too early is refused, wherever it ends", arguments: answers)
    func truncation(answer: String) {
        let bytes = Array(answer.utf8)
        let significant = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
        let accepted = (0...significant).filter { !Self.outcome(Array(bytes.prefix($0))).isRefused }
        // Only a whole object is an answer; one of these has a second brace too many.
        #expect(accepted.count == (answer.hasSuffix("[]}}") ? 1 : 0))
    }

    /// Of two results, one could be anything, and a row of nobody belongs to nobody.
    @Test("A second result, an empty id and a missing key are errors that say so")
    func notOne() {
        func reason(_ answer: String) -> JSONError.Reason? {
            do throws(JSONError) {
                _ = try AnswerReader.read([Array(answer.utf8)]) { ProductStateReader() }
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(reason(#"{"id":1,"result":[],"result":[]}"#) == .repeatedKey("result"))
        #expect(
            reason(#"{"result":[\#(Self.row(#""""#, #""a""#))],"id":1}"#)
                == .badValue(key: "clientId", value: "\"\""))
        let short = Self.rows.replacing(#""actionResult":"failed","#, with: "")
        #expect(reason(#"{"result":[\#(short)]}"#) == .missingKey("actionResult"))
    }

    @Test("Bytes that are no UTF-8 are refused, wherever they are cut")
    func invalidText() {
        for sequence in [[0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]]
        {
            let bytes =
                Array(#"{"id":1,"result":[{"x":"a"#.utf8) + sequence
                + Array(("\"," + Self.row(#""c""#, #""b""#).dropFirst() + "]}").utf8)
            #expect(Self.outcome(bytes).isRefused)
            #expect(Self.outcome(bytes, cutAt: Array(bytes.indices)).isRefused)
        }
    }

    @Test("Random rows come out the same, in pieces of any size", arguments: 0..<6)
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: 40 + seed)
        for _ in 0..<30 {
            let rows = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                ProductStateTests.randomRow(&generator)
            }
            let encoder = JSONEncoder()
            // Now and then all rows have their keys in one order, as a server's have.
            if generator.happens(onceIn: 2) { encoder.outputFormatting = .sortedKeys }
            var bytes = Array(
                #"{"jsonrpc":"2.0","result":"#.utf8 + (try encoder.encode(rows))
                    + #","id":1}"#.utf8)
            let expected = Self.whole(bytes)
            #expect(try expected == .rows(ProductStateTests.full(rows)))
            for _ in 0..<5 {
                let cuts = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                    Int.random(in: 0...bytes.count, using: &generator)
                }
                #expect(Self.outcome(bytes, cutAt: cuts.sorted()) == expected)
            }
            // And damaged, they are refused or read alike.
            for _ in 0..<20 {
                let index = Int.random(in: bytes.indices, using: &generator)
                let before = bytes[index]
                bytes[index] = generator.pick(Array(#"{}[]",:\0123-eun x"#.utf8) + [0, 0x80, 0xC3])
                let cut = Int.random(in: 0...bytes.count, using: &generator)
                #expect(Self.outcome(bytes, cutAt: [cut]) == Self.whole(bytes))
                bytes[index] = before
            }
        }
    }

    @Test("Random documents are read as Foundation reads them, whatever the pieces")
    func documents() throws {
        var random = RandomJSON(generator: SeededGenerator(seed: 11))
        for _ in 0..<200 {
            let document = random.document(depth: 3)
            // Elements show their end in themselves.
            let bytes = Array("{\"result\":[[\(document.text)],[1]],\"id\":1}".utf8)
            let cuts = (0..<4).map { _ in Int.random(in: 0...bytes.count, using: &random.generator)
            }
            let envelope = try AnswerReader.read(Self.pieces(bytes, at: cuts.sorted())) { Values() }
            guard case .result(let values) = envelope else {
                Issue.record("no result: \(document.text)")
                continue
            }
            let reference = JSONReference.readExactly(bytes)
            #expect(reference?["result"]?.normalized == JSONValue.array(values).normalized)
        }
    }

    @Test("Every recorded list is read as it is read whole, in pieces of a few bytes")
    func recordings() throws {
        var lists = 0
        for name in try Fixture.recordings() {
            let recording = JSONReference.read(Array(try Fixture.data("golden/\(name).json")))
            guard case .object(let response)? = recording?["response"], let body = response["body"],
                case .array(let expected)? = body["result"],
                expected.allSatisfy({ if case .object = $0 { true } else { false } })
            else { continue }
            lists += 1
            let answer: JSONValue = ["id": .int(1), "result": .array(expected)]
            let bytes = Array(try JSONEncoder().encode(answer))
            let envelope = try AnswerReader.read(bytes.pieces(of: 7)) { Values() }
            guard case .result(let values) = envelope else {
                Issue.record("no result: \(name)")
                continue
            }
            #expect(JSONValue.array(values).normalized == JSONValue.array(expected).normalized)
        }
        #expect(lists > 50)
    }

    @Test("Nesting, and what stands in one value, have limits")
    func limits() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                ("{\"id\":1,\"result\":[" + String(repeating: "[", count: depth)
                    + String(repeating: "]", count: depth) + "]}").utf8)
        }
        #expect(throws: Never.self) { try AnswerReader.read([nested(126)]) { Values() } }
        #expect(throws: JSONError.self) { try AnswerReader.read([nested(127)]) { Values() } }
        let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 64 * 1024)
        let start = Array("{\"id\":1,\"result\":[\"".utf8)
        let error = #expect(throws: JSONError.self) {
            try AnswerReader.read([start] + Array(repeating: endless, count: 200)) { Values() }
        }
        #expect(error?.reason == .tooLarge)
    }
}
