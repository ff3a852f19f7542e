import Foundation
import TestSupport
import Testing

@testable import OpusServer

@Suite("Compact rows")
struct ProductStateTests {
    /// A compact row with its texts, or what a full one comes to.
    struct Row: Equatable {
        var client: String
        var product: String
        var version: String?
        var modified: UInt32
        var flags: UInt8
        var request: ProductState.Request
    }

    private static func compact(_ rows: [JSONValue]) throws -> [Row] {
        Self.rows(try table(rows))
    }

    /// Compact rows in plain words.
    static func rows(_ table: ProductStateTable) -> [Row] {
        table.rows.map { row in
            Row(
                client: table.clients.strings[Int(row.client)],
                product: table.products.strings[Int(row.product)],
                version: row.version.map { table.versions.strings[Int($0)] },
                modified: row.modified, flags: row.flags.rawValue, request: row.request)
        }
    }

    private static func table(_ rows: [JSONValue]) throws -> ProductStateTable {
        try JSONReader.read(Array(try JSONEncoder().encode(rows))) { reader throws(JSONError) in
            try ProductStateReader.read(&reader)
        }
    }

    static func full(_ rows: [JSONValue]) throws -> [Row] {
        let objects = try JSONReader.read(Array(try JSONEncoder().encode(rows))) {
            reader throws(JSONError) in
            try reader.readObjects(of: ProductOnClient.self)
        }
        // Of rows that are there twice, the last one counts.
        let last = objects.enumerated().filter { index, object in
            !objects[(index + 1)...].contains {
                $0.clientID == object.clientID && $0.productID == object.productID
            }
        }
        return last.map { _, object in
            Row(
                client: object.clientID.text, product: object.productID.text,
                version: object.version,
                modified: UInt32(clamping: object.modificationTime?.seconds ?? 0),
                flags: ProductState.Flags(whole: object).rawValue,
                request: request(object.actionRequest))
        }
    }

    private static func request(_ action: ActionRequest?) -> ProductState.Request {
        switch action {
        case nil: .other
        case .some(.none): .none
        case .setup: .setup
        case .uninstall: .uninstall
        case .update: .update
        case .always: .always
        case .once: .once
        case .custom: .custom
        }
    }

    @Test(
        "The rows of real and made-up fleets",
        arguments: ["fleet-recorded.json", "fleet-example.json"])
    func fleets(name: String) throws {
        let fleet = try #require(JSONReference.read(Array(try Fixture.data(name))))
        guard case .array(let rows)? = fleet["productOnClient"] else {
            Issue.record("no rows")
            return
        }
        #expect(rows.count > 50)
        #expect(try Self.compact(rows) == Self.full(rows))
    }

    @Test("Random rows, with whatever a server may put in them")
    func random() throws {
        var generator = SeededGenerator(seed: 6)
        let rows = (0..<600).map { _ in Self.randomRow(&generator) }
        #expect(try Self.compact(rows) == Self.full(rows))
    }

    static func randomRow(_ generator: inout SeededGenerator) -> JSONValue {
        let choices: [(String, [JSONValue])] = [
            (
                "installationStatus",
                ["installed", "not_installed", "unknown", "", .null]
            ),
            (
                "actionRequest",
                [
                    "none", "setup", "uninstall", "update", "always", "once", "custom", "", "dance",
                    "Setup", .null,
                ]
            ),
            ("actionResult", ["none", "successful", "failed", "", .null]),
            (
                "actionProgress",
                [
                    "", "Deferred", "Suspended", "defered due to running processes", "installing",
                    "deferred", .null,
                ]
            ),
            (
                "productType",
                ["LocalbootProduct", "NetbootProduct", "localbootproduct", "Product", .null]
            ),
            ("productVersion", ["1.0", "24.08", "2\u{E4}\n", "", "1\"\\", .null]),
            ("packageVersion", ["1", "2", "custom~1", "", .null]),
            (
                "modificationTime",
                [
                    "2026-10-10 10:10:10", "2026-10-10 10:10:10.5", "0000-00-00 00:00:00",
                    "1960-01-01 00:00:00", "2026-10-10T10:10", "20261010T101010",
                    "9999-12-31 23:59:59", "", .null,
                ]
            ),
        ]
        var row: [String: JSONValue] = [
            "clientId": .string("pc\(Int.random(in: 0...40, using: &generator)).ä.test"),
            "productId": .string("p\(Int.random(in: 0...40, using: &generator))\t"),
        ]
        for (key, values) in choices { row[key] = generator.pick(values) }
        if generator.happens(onceIn: 2) {
            row["unknownKey14ch"] = generator.pick(
                [.int(1), ["clientId"], ["clientId": "x"], "installed", .null])
        }
        return .object(row)
    }

    private static let whole: [String: JSONValue] = [
        "clientId": "a", "productId": "b", "productType": "LocalbootProduct",
        "installationStatus": "installed", "actionRequest": "none", "actionResult": "failed",
        "actionProgress": "", "productVersion": "1", "packageVersion": "1",
        "modificationTime": "2026-10-10 10:10:10",
    ]

    private static func reason(_ rows: [[String: JSONValue]], offset: Int?) -> JSONError.Reason? {
        do {
            let bytes = Array(try JSONEncoder().encode(rows))
            _ = try JSONReader.read(bytes, utcOffset: offset) { reader throws(JSONError) in
                try ProductStateReader.read(&reader)
            }
            return nil
        } catch let error as JSONError {
            return error.reason
        } catch {
            return .invalidText
        }
    }

    @Test("A key that is missing is named, in the first row as in one that follows others")
    func missingKeys() {
        #expect(Self.whole.count == RowField.wanted.count)
        for key in Self.whole.keys {
            var row = Self.whole
            row[key] = nil
            for rows in [[row], [Self.whole, Self.whole, row]] {
                #expect(Self.reason(rows, offset: nil) == .missingKey(key))
            }
        }
    }

    @Test(
        "A value that can't be what it should is named",
        arguments: [
            ("modificationTime", "soon", "\"soon\""),
            ("modificationTime", .int(3), "of type number"),
            ("actionResult", "FAILED", "\"FAILED\""), ("actionResult", "failed ", "\"failed \""),
            ("installationStatus", "INSTALLED", "\"INSTALLED\""), ("clientId", "", "\"\""),
            ("productId", .null, "null"), ("productVersion", ["1"], "of type array"),
        ] as [(String, JSONValue, String)])
    func badValues(key: String, value: JSONValue, shown: String) {
        var row = Self.whole
        row[key] = value
        for rows in [[row], [Self.whole, Self.whole, row]] {
            #expect(Self.reason(rows, offset: nil) == .badValue(key: key, value: shown))
        }
    }

    @Test("A time that names a zone is one of the server's local clock, where that is known")
    func zones() throws {
        var row = Self.whole
        row["modificationTime"] = "2026-11-27T17:00:00Z"
        #expect(Self.reason([Self.whole, row], offset: nil) == .unknownOffset)
        let bytes = Array(try JSONEncoder().encode([Self.whole, row]))
        let table = try JSONReader.read(bytes, utcOffset: 3_600) { reader throws(JSONError) in
            var rows = ProductStateReader()
            try reader.readArray { reader throws(JSONError) in try rows.readElement(&reader) }
            return rows.table
        }
        #expect(
            table.rows.last?.modified
                == LocalTimestamp("2026-11-27 18:00:00").map { UInt32($0.seconds) })
    }

    @Test(
        "A row without identity, or with another type in it, is refused",
        arguments: [
            [:], ["clientId": "a"], ["productId": "a"], ["clientId": .null, "productId": "a"],
            ["clientId": .int(1), "productId": "a"],
            ["clientId": "a", "productId": "a", "actionResult": .int(1)],
            ["clientId": "a", "productId": "a", "modificationTime": .int(1)],
            ["clientId": "a", "productId": "a", "installationStatus": ["installed"]],
            ["clientId": "a", "productId": "a", "productVersion": .int(1)], "row", .null, [[:]],
        ] as [JSONValue])
    func refused(row: JSONValue) {
        #expect(throws: JSONError.self) { try Self.table([row]) }
    }

    @Test("Tables are joined by their texts, and rows of unwanted clients are left out")
    func joined() throws {
        var generator = SeededGenerator(seed: 7)
        let first = (0..<200).map { _ in Self.randomRow(&generator) }
        let second = (0..<200).map { _ in Self.randomRow(&generator) }
        var table = ProductStateTable()
        for rows in [first, second] {
            var clients = table.clients
            table.append(try Self.table(rows)) { id in
                id.text.hasPrefix("pc1") ? clients.number(of: id) : nil
            }
            table.clients = clients
        }
        table.keepLastOfRepeated()
        let joined = table.rows.map { row in
            Row(
                client: table.clients.strings[Int(row.client)],
                product: table.products.strings[Int(row.product)],
                version: row.version.map { table.versions.strings[Int($0)] },
                modified: row.modified, flags: row.flags.rawValue, request: row.request)
        }
        #expect(try joined == Self.full(first + second).filter { $0.client.hasPrefix("pc1") })
    }
}
