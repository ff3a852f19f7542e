/// Reads a list of `ProductOnClient` objects straight into compact rows.
struct ProductStateReader: ElementReader {
    /// The attributes that a row is made of; the server sends null for the others, which is
    /// shorter.
    static let attributes = [
        "clientId", "productId", "productType", "installationStatus", "actionRequest",
        "actionResult", "actionProgress", "productVersion", "packageVersion",
        "modificationTime",
    ]

    /// Those of what is installed, in which version, and whether anything is asked of it.
    static let versionAttributes = [
        "clientId", "productId", "productType", "installationStatus", "actionRequest",
        "productVersion", "packageVersion",
    ]

    static let absent = UInt32.max

    private(set) var table = ProductStateTable()
    private var parts = StringTable()
    /// Version numbers by the numbers of their two parts: building the text once is enough.
    private var versionByParts: [UInt64: UInt32] = [:]
    /// What the rows look like, which is the same for all of them in every answer seen so far.
    private let shape = ObjectShape<RowField>()
    private var predictions = RowPredictions()
    private var utcOffset: Int?

    /// Reads a whole list.
    static func read(_ reader: inout JSONReader) throws(JSONError) -> ProductStateTable {
        var rows = ProductStateReader()
        try reader.readArray { reader throws(JSONError) in try rows.readElement(&reader) }
        return rows.finish()
    }

    consuming func finish() -> ProductStateTable {
        table.keepLastOfRepeated()
        return table
    }

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        _ = try reader.peekByte()
        let start = reader.position
        utcOffset = reader.utcOffset
        var row = WireRow()
        let expected = predictions.nextProduct
        let isRead = shape.read(&reader, into: &row) { field, text, row in
            self.read(field, text, into: &row, expectedProduct: expected)
        }
        if !isRead || row.problem != .none {
            reader.position = start
            row = WireRow()
            try readAnyRow(&reader, into: &row)
        }
        guard
            table.clients.byteCount + table.products.byteCount + table.versions.byteCount
                + parts.byteCount <= StringTable.mostBytes
        else { throw reader.failure(.tooLarge) }
        append(row)
    }

    @inline(__always)
    private mutating func append(_ row: WireRow) {
        var state = ProductState(
            client: row.client, product: row.product, version: nil, modified: row.modified,
            flags: row.flags, request: row.request)
        if row.productVersion != Self.absent {
            let parts = UInt64(row.productVersion) << 32 | UInt64(row.packageVersion)
            state.version =
                predictions.version(ofProduct: row.product, parts: parts) ?? version(parts)
        }
        predictions.saw(row, version: state.version)
        table.rows.append(state)
    }

    /// Reads one member's text; null and what is no text come as nil where they are allowed.
    @inline(__always)
    private mutating func read(
        _ field: RowField, _ text: UnsafeBufferPointer<UInt8>, into row: inout WireRow,
        expectedProduct: UInt32
    ) {
        switch field {
        case .clientID:
            if text.isEmpty { row.problem = .unreadable }
            let last = predictions.lastClient
            row.client =
                last != Self.absent && table.clients.matches(last, text)
                ? last : table.clients.number(of: text)
        case .productID:
            if text.isEmpty { row.problem = .unreadable }
            row.product =
                expectedProduct != Self.absent && table.products.matches(expectedProduct, text)
                ? expectedProduct : table.products.number(of: text)
        case .productVersion:
            let expected = predictions.parts(ofProduct: expectedProduct).product
            row.productVersion =
                expected != Self.absent && parts.matches(expected, text)
                ? expected : parts.number(of: text)
        case .packageVersion:
            let expected = predictions.parts(ofProduct: expectedProduct).package
            row.packageVersion =
                expected != Self.absent && parts.matches(expected, text)
                ? expected : parts.number(of: text)
        case .modificationTime:
            switch LocalTimestamp.reading(text, utcOffset: utcOffset) {
            case .time(let seconds): row.modified = UInt32(clamping: seconds)
            case .none: row.modified = 0
            case .needsOffset: row.problem = .needsOffset
            case .unreadable: row.problem = .unreadable
            }
        case .productType: row.set(.localboot, JSONText(bytes: text) == "LocalbootProduct")
        case .actionProgress: row.set(.putOff, JSONText(bytes: text).isPutOff)
        case .actionResult:
            if !row.takeResult(JSONText(bytes: text)) { row.problem = .unreadable }
        case .installationStatus:
            switch JSONText(bytes: text) {
            case "installed": row.flags.insert(.installed)
            case "not_installed", "unknown", "": row.flags.remove(.installed)
            default: row.problem = .unreadable
            }
        case .actionRequest: row.request = ProductState.Request(JSONText(bytes: text))
        case .other: break
        }
    }

    /// Reads a row that looks as none before, and learns what it looks like.
    private mutating func readAnyRow(
        _ reader: inout JSONReader, into row: inout WireRow
    ) throws(JSONError) {
        shape.beginLearning()
        var seen: UInt16 = 0
        try reader.readObject { reader, key throws(JSONError) in
            let field = RowField(key)
            shape.learn(field, key)
            guard field != .other else { return try reader.skipValue() }
            seen |= 1 << UInt16(field.rawValue)
            if field.isOptional, try reader.readNull() { return row.clear(field) }
            guard try reader.peekByte() == UInt8(ascii: "\"") else {
                throw reader.unreadable(field.key)
            }
            let text = try reader.readText().bytes
            self.read(field, text, into: &row, expectedProduct: Self.absent)
            switch row.problem {
            case .none: break
            case .needsOffset: throw reader.failure(.unknownOffset)
            case .unreadable: throw reader.unreadable(field.key, text)
            }
        }
        for field in RowField.wanted where seen & 1 << UInt16(field.rawValue) == 0 {
            throw reader.failure(.missingKey("\(field.key)"))
        }
        // Whatever looks as this one has all of them, too.
        shape.endLearning()
    }

    private mutating func version(_ pair: UInt64) -> UInt32 {
        if let known = versionByParts[pair] { return known }
        let package = UInt32(truncatingIfNeeded: pair)
        var text = parts.strings[Int(pair >> 32)]
        if package != Self.absent { text += "-" + parts.strings[Int(package)] }
        let number = table.versions.number(of: text)
        versionByParts[pair] = number
        return number
    }
}

/// The members of a row that are read.
enum RowField: UInt8, CaseIterable {
    case other, clientID, productID, productType, actionResult, actionRequest, actionProgress
    case productVersion, packageVersion, modificationTime, installationStatus

    /// Whether null is a value that it may have.
    var isOptional: Bool { self != .clientID && self != .productID }

    /// All that a row must have.
    static let wanted = allCases.filter { $0 != .other }

    /// What the server calls it.
    var key: StaticString {
        switch self {
        case .other: ""
        case .clientID: "clientId"
        case .productID: "productId"
        case .productType: "productType"
        case .actionResult: "actionResult"
        case .actionRequest: "actionRequest"
        case .actionProgress: "actionProgress"
        case .productVersion: "productVersion"
        case .packageVersion: "packageVersion"
        case .modificationTime: "modificationTime"
        case .installationStatus: "installationStatus"
        }
    }

    /// The field of a key; the lengths of the keys tell most of them apart.
    init(_ key: JSONText) {
        switch key.bytes.count {
        case 8 where key == "clientId": self = .clientID
        case 9 where key == "productId": self = .productID
        case 11 where key == "productType": self = .productType
        case 12 where key == "actionResult": self = .actionResult
        case 13 where key == "actionRequest": self = .actionRequest
        case 14 where key == "actionProgress": self = .actionProgress
        case 14 where key == "productVersion": self = .productVersion
        case 14 where key == "packageVersion": self = .packageVersion
        case 16 where key == "modificationTime": self = .modificationTime
        case 18 where key == "installationStatus": self = .installationStatus
        default: self = .other
        }
    }
}

/// A row while it is read; the last of several members with one name counts.
struct WireRow {
    var client = ProductStateReader.absent
    var product = ProductStateReader.absent
    var productVersion = ProductStateReader.absent
    var packageVersion = ProductStateReader.absent
    var modified: UInt32 = 0
    var flags: ProductState.Flags = []
    var request = ProductState.Request.none
    var problem = Problem.none

    /// Why it can't be taken as it is.
    enum Problem: UInt8 {
        case none
        /// A text that can't be its key's value.
        case unreadable
        /// A time in a zone, while it is not known which one the server's own times are in.
        case needsOffset
    }

    @inline(__always)
    mutating func set(_ flag: ProductState.Flags, _ value: Bool) {
        if value { flags.insert(flag) } else { flags.remove(flag) }
    }

    /// Takes how the last action ended; false where that cannot be how.
    @inline(__always)
    mutating func takeResult(_ text: JSONText) -> Bool {
        // Failures are few, and most rows were never acted on.
        set(.failed, text == "failed")
        set(.succeeded, text == "successful")
        return flags.contains(.failed) || flags.contains(.succeeded) || text == "none"
            || text == ""
    }

    /// Takes null for a value.
    @inline(__always)
    mutating func clear(_ field: RowField) {
        switch field {
        case .productType: flags.remove(.localboot)
        case .actionResult:
            flags.remove(.failed)
            flags.remove(.succeeded)
        case .installationStatus: flags.remove(.installed)
        case .actionProgress: flags.remove(.putOff)
        case .actionRequest: request = .none
        case .productVersion: productVersion = ProductStateReader.absent
        case .packageVersion: packageVersion = ProductStateReader.absent
        case .modificationTime: modified = 0
        case .clientID, .productID, .other: break
        }
    }
}

extension ProductState.Request {
    @inline(__always)
    fileprivate init(_ text: JSONText) {
        switch text {
        case "none", "": self = .none
        case "setup": self = .setup
        case "uninstall": self = .uninstall
        case "update": self = .update
        case "always": self = .always
        case "once": self = .once
        case "custom": self = .custom
        default: self = .other
        }
    }
}
