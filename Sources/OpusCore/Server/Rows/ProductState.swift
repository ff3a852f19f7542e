/// One `ProductOnClient` row in twenty bytes: enough to judge the client by, and to judge it
/// again when a depot or the time has moved on.
package struct ProductState: Sendable, Equatable {
    /// What is packed into `flags`.
    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let installed = Flags(rawValue: 1 << 0)
        package static let failed = Flags(rawValue: 1 << 1)
        package static let localboot = Flags(rawValue: 1 << 2)
    }

    /// What the client is asked to do, as a byte.
    package enum Request: UInt8, Sendable {
        case none, setup, uninstall, update, always, once, custom
        /// An action that opus does not know.
        case other

        package var action: ActionRequest? {
            switch self {
            case .none: ActionRequest.none
            case .setup: .setup
            case .uninstall: .uninstall
            case .update: .update
            case .always: .always
            case .once: .once
            case .custom: .custom
            case .other: nil
            }
        }
    }

    /// Numbers in the table's `clients`, `products` and `versions`.
    package var client: UInt32
    package var product: UInt32
    package var version: UInt32? {
        get { versionNumber == .max ? nil : versionNumber }
        set { versionNumber = newValue ?? .max }
    }
    /// Local seconds of the modification time; 0 where there is none.
    package var modified: UInt32
    package var flags: Flags
    package var request: Request
    /// An optional would take eight bytes.
    private var versionNumber: UInt32

    package init(
        client: UInt32, product: UInt32, version: UInt32?, modified: UInt32, flags: Flags,
        request: Request
    ) {
        self.client = client
        self.product = product
        self.modified = modified
        self.flags = flags
        self.request = request
        versionNumber = version ?? .max
    }
}

/// The rows of many clients, with each id and version held once.
package struct ProductStateTable: Sendable {
    package var clients = StringTable()
    package var products = StringTable()
    /// Versions as opsi compares them, such as `24.08-1`.
    package var versions = StringTable()
    package var rows: [ProductState] = []

    package init() {}

    /// Adds another table's rows, but for those whose client is not wanted.
    ///
    /// - Parameters:
    ///   - other: the other table.
    ///   - wanted: says of a client's id, once each, which number its rows get here.
    package mutating func append(_ other: ProductStateTable, wanted: (String) -> UInt32?) {
        let clientNumbers = other.clients.strings.map(wanted)
        let productNumbers = other.products.strings.map { products.number(of: $0) }
        let versionNumbers = other.versions.strings.map { versions.number(of: $0) }
        rows.reserveCapacity(rows.count + other.rows.count)
        for var row in other.rows {
            guard let client = clientNumbers[Int(row.client)] else { continue }
            row.client = client
            row.product = productNumbers[Int(row.product)]
            row.version = row.version.map { versionNumbers[Int($0)] }
            rows.append(row)
        }
    }
}

extension ProductState.Request {
    /// Whether it waits to be run once.
    package var isPending: Bool { self != .none && self != .always }
}
