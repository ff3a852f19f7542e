extension OpsiMock {
    /// The state of a mock server: all its objects.
    ///
    /// Objects that are put in here directly are taken as they are. Only writes over RPC are
    /// checked, as the real server checks them.
    public struct Fleet: Sendable {
        private var tables: [TableName: Table] = [:]
        var productOnClient = ProductOnClientStore()
        /// The seed of a generated fleet, on which it hangs why its products failed.
        var seed: UInt64?

        /// Makes an empty fleet.
        public init() {}

        subscript(name: TableName) -> Table {
            get { tables[name] ?? Table(name) }
            // Moves the table out while it is changed, so that it is changed in place.
            _modify {
                var table = tables.removeValue(forKey: name) ?? Table(name)
                defer { tables[name] = table }
                yield &table
            }
        }
    }
}

/// The state of a mock server: all its objects.
public typealias Fleet = OpsiMock.Fleet

extension OpsiMock.Fleet.Value: ExpressibleByStringLiteral {
    /// Makes a string.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}
