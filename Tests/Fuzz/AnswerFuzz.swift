import Foundation

// Built together with the sources of the reader (see `run`), as a fuzzer brings its own main.

/// What libFuzzer calls with each input.
///
/// - Parameters:
///   - start: the input.
///   - count: its bytes.
/// - Returns: 0; a finding is a trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    AnswerFuzz.compareWithFoundation(bytes)
    AnswerFuzz.comparePieces(bytes)
    // Rows are rarely inside of what a fuzzer makes up, so they are put there.
    AnswerFuzz.comparePieces(
        Array(#"{"id":1,"result":["#.utf8) + bytes + Array("]}".utf8))
    return 0
}

enum AnswerFuzz {
    // MARK: Any JSON, beside Foundation

    static func compareWithFoundation(_ bytes: [UInt8]) {
        guard !isReadDifferently(bytes) else { return }
        let ours = try? JSONValue.read(bytes)
        let theirs = JSONReference.readExactly(bytes)
        guard ours?.normalized == theirs?.normalized else {
            fatalError(
                "read as \(ours, default: "nothing"), by Foundation as \(theirs, default: "nothing")"
            )
        }
    }

    /// Foundation guesses another encoding than UTF-8 from zero bytes and marks at the beginning,
    /// overlooks a comma after the last element, has other limits of depth, and keeps the first of
    /// two members with one name.
    private static func isReadDifferently(_ bytes: [UInt8]) -> Bool {
        let significant = bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let hasTrailingComma = zip(significant, significant.dropFirst()).contains { left, right in
            left == UInt8(ascii: ",") && (right == UInt8(ascii: "]") || right == UInt8(ascii: "}"))
        }
        let opening = bytes.count { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "{") }
        return bytes.contains(0) || hasTrailingComma || opening > 100 || hasDuplicates(bytes)
            || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
            || bytes.starts(with: [0xEF, 0xBB, 0xBF])
    }

    private static func hasDuplicates(_ bytes: [UInt8]) -> Bool {
        var found = false
        func look(_ reader: inout JSONReader) throws(JSONError) {
            switch try reader.peek() {
            case .object:
                var keys: Set<String> = []
                try reader.readObject { reader, key throws(JSONError) in
                    if !keys.insert(key.string).inserted { found = true }
                    try look(&reader)
                }
            case .array:
                try reader.readArray { reader throws(JSONError) in try look(&reader) }
            default: try reader.skipValue()
            }
        }
        // Foundation does not look into the value of a second member: what is found before an
        // error counts.
        _ = try? JSONReader.read(bytes) { reader throws(JSONError) in try look(&reader) }
        return found
    }

    // MARK: Answers, whole and in pieces

    static func comparePieces(_ bytes: [UInt8]) {
        let whole = outcome { () throws(JSONError) in
            try Envelope(bytes, id: 1) { reader throws(JSONError) in
                try reader.readObjects(of: RowObject.self)
            }
        }
        let seed = bytes.reduce(UInt64(bytes.count)) { ($0 &* 31) &+ UInt64($1) }
        for size in [bytes.count, 1 + Int(seed % 61), 1 + Int(seed % 7)] {
            let pieces = bytes.pieces(of: max(1, size))
            let objects = outcome { () throws(JSONError) in
                try AnswerReader.read(pieces) { ObjectListReader<RowObject>() }
            }
            guard objects == whole else { fatalError("in pieces of \(size): \(objects), \(whole)") }
            let rows = outcome { () throws(JSONError) in
                try AnswerReader.read(pieces) { ProductStateReader() }
            }
            guard rows == whole else { fatalError("rows of \(size): \(rows), \(whole)") }
        }
    }

    private struct Row: Equatable {
        var client: [UInt8]
        var product: [UInt8]
        var version: [UInt8]?
        var modified: UInt32
        var flags: UInt8
        var request: String
    }

    private enum Outcome: Equatable {
        case rows([Row])
        case failure(ServerError.RPCFailure)
        case text(String)
        case refused
    }

    private static func outcome<Value>(
        _ body: () throws(JSONError) -> Envelope<Value>
    ) -> Outcome {
        do throws(JSONError) {
            switch try body() {
            case .failure(let failure): return .failure(failure)
            case .text(let text): return .text(text)
            case .result(let objects as [RowObject]):
                return .rows(last(objects.map { row($0.object) }))
            case .result(let table as ProductStateTable): return .rows(rows(table))
            case .result: fatalError("another result")
            }
        } catch {
            return .refused
        }
    }

    private static func row(_ object: ProductOnClient) -> Row {
        Row(
            client: Array(object.clientID.text.utf8), product: Array(object.productID.text.utf8),
            version: object.version.map { Array($0.utf8) },
            modified: UInt32(clamping: object.modificationTime?.seconds ?? 0),
            flags: ProductState.Flags(whole: object).rawValue,
            request: object.actionRequest?.rawValue ?? "other")
    }

    /// Of rows that are there several times, the last one counts.
    private static func last(_ rows: [Row]) -> [Row] {
        var seen: Set<[[UInt8]]> = []
        return rows.reversed().filter { seen.insert([$0.client, $0.product]).inserted }.reversed()
    }

    private static func rows(_ table: ProductStateTable) -> [Row] {
        table.rows.map { row in
            Row(
                client: Array(table.clients.strings[Int(row.client)].utf8),
                product: Array(table.products.strings[Int(row.product)].utf8),
                version: row.version.map { Array(table.versions.strings[Int($0)].utf8) },
                modified: row.modified, flags: row.flags.rawValue,
                request: row.request.action?.rawValue ?? "other")
        }
    }
}

/// An object of which no more is read than of a row: what both pass over may hold anything.
private struct RowObject: WireObject {
    static let attributes = ProductStateReader.attributes
    var object = ProductOnClient()

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        guard member.key.map({ Self.attributes.contains($0.string) }) ?? true else { return }
        try object.visit(&member)
    }
}
