public import OpusServer

/// Software that an audit found, and the package that covers it or may do so.
public struct UnpackagedSoftware: Sendable, Equatable {
    /// The software.
    public let software: Software
    /// A product of the same name, which may or may not be its package; nil where there is none.
    public let suggestion: ObjectID?
}

/// What an audit of a client comes to, seen from the packages that its depot has.
public struct SoftwareCoverage: Sendable, Equatable {
    /// Software whose package the depot has and which is not recorded as installed.
    public struct Migratable: Sendable, Equatable {
        /// The product.
        public let productID: ObjectID
        /// The version that the depot has, such as `24.08-1`.
        public let version: String
        /// The software that was found.
        public let software: Software
    }

    /// Software whose package the client's depot lacks.
    public struct Missing: Sendable, Equatable {
        /// The product.
        public let productID: ObjectID
        /// The software that was found.
        public let software: Software
    }

    /// Ordered by product, each product once.
    public internal(set) var migratable: [Migratable] = []
    /// Ordered by product, each product once.
    public internal(set) var missing: [Missing] = []
    /// Software that no package covers, ordered by name.
    public internal(set) var unpackaged: [UnpackagedSoftware] = []
}

/// What an audit of a client says.
public enum ClientAudit<Value: Sendable & Equatable>: Sendable, Equatable {
    /// It found software.
    case audited(Value)
    /// No audit has run on the client, or one is running now.
    case notAudited
}

/// Finds the package that covers software: by the mapping, then by what Windows calls it, then by
/// its licence pools; a product of the same name is a suggestion and no more.
struct PackageFinder {
    enum Finding: Equatable {
        case product(ObjectID)
        case ignored
        case none(suggestion: ObjectID?)
    }

    private let mapping: SoftwareMapping
    private var byWindowsID: [String: ObjectID] = [:]
    private var byName: [String: ObjectID] = [:]

    /// - Parameters:
    ///   - mapping: what the organisation knows.
    ///   - products: all products; of several with the same id or name the first in order counts.
    init(mapping: SoftwareMapping, products: [Product]) {
        self.mapping = mapping
        for product in products.sorted(by: { $0.id < $1.id }) {
            for id in product.windowsSoftwareIDs where !id.isEmpty {
                let key = id.lowercased()
                byWindowsID[key] = byWindowsID[key] ?? product.id
            }
            for name in [product.id.text, product.name] {
                let key = Self.normalised(name)
                if !key.isEmpty { byName[key] = byName[key] ?? product.id }
            }
        }
    }

    func finding(_ software: Software, windowsID: String?, licensed: ObjectID?) -> Finding {
        switch mapping.target(of: software.name) {
        case .product(let id)?: return .product(id)
        case .ignore?: return .ignored
        case nil: break
        }
        if let windowsID, let id = byWindowsID[windowsID.lowercased()] { return .product(id) }
        if let licensed { return .product(licensed) }
        return .none(suggestion: byName[Self.normalised(software.name)])
    }

    /// Letters and digits alone, in lower case.
    private static func normalised(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
