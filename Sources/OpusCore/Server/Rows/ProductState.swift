/// One `ProductOnClient` row in sixteen bytes: enough to judge the client by, and to judge it
/// again when a depot or the time has moved on.
///
/// Judging millions of rows is done in another module. What it asks of each is public, as the
/// compiler inlines nothing across modules that is less.
public struct ProductState: Sendable, Equatable {
    /// What is packed into `flags`.
    public struct Flags: OptionSet, Sendable {
        /// One bit a flag.
        public let rawValue: UInt8

        /// Flags from their bits.
        @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The product is installed.
        @inlinable public static var installed: Flags { Flags(rawValue: 1 << 0) }
        /// The last action with the product failed.
        @inlinable public static var failed: Flags { Flags(rawValue: 1 << 1) }
        /// The product is one for running systems (opsi: `LocalbootProduct`).
        @inlinable public static var localboot: Flags { Flags(rawValue: 1 << 2) }
        /// The last action with the product succeeded.
        @inlinable public static var succeeded: Flags { Flags(rawValue: 1 << 3) }
        /// What was last asked for was put off: where it is still asked for, it waits for a user.
        @inlinable public static var putOff: Flags { Flags(rawValue: 1 << 4) }

        /// Whether all of some flags are set.
        ///
        /// - Parameter flags: the flags.
        /// - Returns: true where none is missing.
        @inlinable
        public func contains(_ flags: Flags) -> Bool {
            rawValue & flags.rawValue == flags.rawValue
        }
    }

    /// What the client is asked to do, as a byte.
    public enum Request: UInt8, Sendable {
        /// opsi's actions by their names.
        case none, setup, uninstall, update, always, once, custom
        /// An action that opus does not know.
        case other

        /// Its place among all, which is its raw value.
        @inlinable public var index: Int {
            switch self {
            case .none: 0
            case .setup: 1
            case .uninstall: 2
            case .update: 3
            case .always: 4
            case .once: 5
            case .custom: 6
            case .other: 7
            }
        }

        /// Whether it waits to be run once.
        @inlinable public var isPending: Bool {
            switch self {
            case .none, .always: false
            case .setup, .uninstall, .update, .once, .custom, .other: true
            }
        }

        /// The action of that name; nil for one that opus does not know.
        package var action: ActionRequest? {
            Self.actions.first { $0.byte == self }?.action
        }

        /// The byte of an action.
        package init(_ action: ActionRequest) {
            self = Self.actions.first { $0.action == action }?.byte ?? .other
        }

        /// The one place where actions and bytes meet.
        private static let actions: [(action: ActionRequest, byte: Self)] = [
            (.none, .none), (.setup, .setup), (.uninstall, .uninstall), (.update, .update),
            (.always, .always), (.once, .once), (.custom, .custom),
        ]
    }

    /// The client's number in the table's `clients`.
    public var client: UInt32
    /// The product's number in the table's `products`.
    public var product: UInt32
    /// Local seconds of the modification time; 0 where there is none.
    public var modified: UInt32
    /// From the lowest bit: five of flags, three of the request, and the version's number.
    ///
    /// Millions of rows are kept, and each byte of one is megabytes.
    @usableFromInline var packed: UInt32

    /// The number of the installed version in the table's `versions`; nil where none is recorded.
    ///
    /// Numbers have 24 bits. A fleet has some thousand versions; of one that had 16 million, the last
    /// ones would count as not recorded.
    @inlinable public var version: UInt32? {
        get { packed >> 8 == 0xFF_FFFF ? nil : packed >> 8 }
        set { packed = packed & 0xFF | min(newValue ?? .max, 0xFF_FFFF) << 8 }
    }

    /// What else is known of it.
    @inlinable public var flags: Flags {
        get { Flags(rawValue: UInt8(truncatingIfNeeded: packed & 0x1F)) }
        set { packed = packed & ~0x1F | UInt32(newValue.rawValue & 0x1F) }
    }

    /// What the client is asked to do with the product.
    @inlinable public var request: Request {
        get {
            switch packed >> 5 & 7 {
            case 0: .none
            case 1: .setup
            case 2: .uninstall
            case 3: .update
            case 4: .always
            case 5: .once
            case 6: .custom
            default: .other
            }
        }
        set { packed = packed & ~0xE0 | UInt32(truncatingIfNeeded: newValue.index) << 5 }
    }

    /// Describes a row.
    ///
    /// - Parameters:
    ///   - client: the client's number.
    ///   - product: the product's number.
    ///   - version: the version's number, or nil.
    ///   - modified: local seconds of the modification time, or 0.
    ///   - flags: what else is known of it.
    ///   - request: what the client is asked to do.
    @inlinable
    public init(
        client: UInt32, product: UInt32, version: UInt32?, modified: UInt32, flags: Flags,
        request: Request
    ) {
        self.client = client
        self.product = product
        self.modified = modified
        packed = 0
        self.flags = flags
        self.request = request
        self.version = version
    }

    // MARK: Kinds

    /// All that it says beside whose it is and when it was written, in one number: the product in
    /// the upper half.
    @inlinable public var kind: UInt64 { UInt64(product) << 32 | UInt64(packed) }

    /// A row of a kind.
    ///
    /// - Parameters:
    ///   - client: the client's number.
    ///   - kind: what `kind` says of it.
    ///   - modified: local seconds of the modification time, or 0.
    @inlinable
    public init(client: UInt32, kind: UInt64, modified: UInt32) {
        self.client = client
        product = UInt32(truncatingIfNeeded: kind >> 32)
        self.modified = modified
        packed = UInt32(truncatingIfNeeded: kind)
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

    /// Adds a row.
    ///
    /// - Parameters:
    ///   - row: the row as a whole object.
    ///   - wanted: says which number the row's client has here; nil leaves it out.
    package mutating func append(_ row: ProductOnClient, wanted: (ObjectID) -> UInt32?) {
        guard let client = wanted(row.clientID) else { return }
        var flags: ProductState.Flags = []
        if row.installationStatus == .installed { flags.insert(.installed) }
        if row.actionResult == .failed { flags.insert(.failed) }
        if row.actionResult == .successful { flags.insert(.succeeded) }
        if row.isPutOff { flags.insert(.putOff) }
        if row.type == .localboot { flags.insert(.localboot) }
        rows.append(
            ProductState(
                client: client, product: products.number(of: row.productID),
                version: row.version.map { versions.number(of: $0) },
                modified: UInt32(clamping: row.modificationTime?.seconds ?? 0), flags: flags,
                request: row.actionRequest.map(ProductState.Request.init) ?? .other))
    }

    /// Leaves of rows that are there several times only the last one.
    package mutating func keepLastOfRepeated() {
        guard mayHaveRepeated else { return }
        var seen: Set<UInt64> = []
        seen.reserveCapacity(rows.count)
        let last = rows.reversed().filter { row in
            seen.insert(UInt64(row.client) << 32 | UInt64(row.product)).inserted
        }
        guard last.count < rows.count else { return }
        rows = last.reversed()
    }

    /// False where no row is there twice: the rows of a client follow each other, as servers send
    /// them, and each product comes once among them.
    private var mayHaveRepeated: Bool {
        var isPassed = [Bool](repeating: false, count: clients.count)
        var runs = [UInt32](repeating: 0, count: products.count)
        var run: UInt32 = 0
        var client = UInt32.max
        for row in rows {
            if row.client != client {
                if isPassed[Int(row.client)] { return true }
                client = row.client
                isPassed[Int(client)] = true
                run += 1
            }
            if runs[Int(row.product)] == run { return true }
            runs[Int(row.product)] = run
        }
        return false
    }

    /// Adds another table's rows, but for those whose client is not wanted.
    ///
    /// - Parameters:
    ///   - other: the other table.
    ///   - wanted: says of a client's id, once each, which number its rows get here.
    package mutating func append(_ other: ProductStateTable, wanted: (ObjectID) -> UInt32?) {
        let clientNumbers = other.clients.ids.map(wanted)
        let productNumbers = products.numbers(of: other.products)
        let versionNumbers = versions.numbers(of: other.versions)
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
