/// A class of wire objects: its keys in the order the server writes them, and which of them
/// identify an object.
struct ObjectClass: Sendable {
    let name: String
    let table: TableName
    /// All keys but `type` and `ident`, which end every object.
    let keys: [String]
    let identityKeys: [String]
    /// The value of a key in an object that does not give it; null where there is none.
    let defaults: [String: JSON]

    private let positions: [String: Int]

    init(
        _ name: String, _ table: TableName, keys: String, identity: String,
        defaults: [String: JSON] = [:]
    ) {
        self.name = name
        self.table = table
        self.keys = keys.split(separator: " ").map { String($0) }
        self.identityKeys = identity.split(separator: " ").map { String($0) }
        self.defaults = defaults
        positions = Dictionary(
            uniqueKeysWithValues: self.keys.enumerated().map { ($1, $0) })
    }

    func position(of key: String) -> Int? { positions[key] }
}

/// The tables of the server's database that the mock keeps, by their prefix in method names.
enum TableName: String, Sendable, CaseIterable {
    case host, config, configState, group, objectToGroup, product, productDependency
    case productOnDepot, productOnClient, auditSoftware, auditSoftwareOnClient
    case auditHardwareOnHost

    /// What objects without a `type` are taken to be.
    var defaultClass: String {
        switch self {
        case .host: "OpsiClient"
        case .config: "UnicodeConfig"
        case .group: "HostGroup"
        case .product: "LocalbootProduct"
        default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// The attributes that can be filtered by, in the order in which the server lists them.
    var filterAttributes: [String] {
        let attributes =
            switch self {
            case .host:
                """
                id type description notes hardwareAddress ipAddress inventoryNumber created \
                lastSeen opsiHostKey oneTimePassword systemUUID maxBandwidth depotLocalUrl \
                depotRemoteUrl depotWebdavUrl repositoryLocalUrl repositoryRemoteUrl \
                networkAddress isMasterDepot masterDepotId workbenchLocalUrl workbenchRemoteUrl
                """
            case .config: "id type description multiValue editable possibleValues defaultValues"
            case .configState: "configId objectId values"
            case .group: "type id parentGroupId description notes"
            case .objectToGroup: "groupType groupId objectId"
            case .product:
                """
                id productVersion packageVersion type name licenseRequired setupScript \
                uninstallScript updateScript alwaysScript onceScript customScript \
                userLoginScript priority description advice pxeConfigTemplate changelog \
                windowsSoftwareIds
                """
            case .productDependency:
                """
                productId productVersion packageVersion productAction requiredProductId \
                requiredProductVersion requiredPackageVersion requiredAction \
                requiredInstallationStatus requirementType
                """
            case .productOnDepot:
                "productId productVersion packageVersion depotId productType locked"
            case .productOnClient:
                """
                productId clientId productType targetConfiguration installationStatus \
                actionRequest actionProgress actionResult lastAction productVersion \
                packageVersion modificationTime
                """
            case .auditSoftware:
                """
                name version subVersion language architecture windowsSoftwareId \
                windowsDisplayName windowsDisplayVersion type installSize
                """
            case .auditSoftwareOnClient:
                """
                clientId name version subVersion language architecture uninstallString \
                binaryName firstseen lastseen state usageFrequency lastUsed licenseKey
                """
            case .auditHardwareOnHost: "hostId hardwareClass firstseen lastseen state"
            }
        return attributes.split(separator: " ").map { String($0) }
    }
}
