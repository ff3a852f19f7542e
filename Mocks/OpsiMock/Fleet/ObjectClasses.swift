extension ObjectClass {
    /// The class of that name.
    static func named(_ name: String) -> ObjectClass? { byName[name] }

    /// The class of that name and all that derive from it: a filter on a class finds those too.
    static func family(_ name: String) -> [String] {
        switch name.lowercased() {
        case "host": ["OpsiClient", "OpsiDepotserver", "OpsiConfigserver"]
        case "opsidepotserver": ["OpsiDepotserver", "OpsiConfigserver"]
        case "group": ["HostGroup", "ProductGroup"]
        case "product": ["LocalbootProduct", "NetbootProduct"]
        case "config": ["UnicodeConfig", "BoolConfig"]
        default: [name]
        }
    }

    private static let byName = Dictionary(
        uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static let hostKeys =
        "description notes id hardwareAddress ipAddress inventoryNumber systemUUID opsiHostKey"
    private static let depotKeys = """
        \(hostKeys) depotLocalUrl depotRemoteUrl depotWebdavUrl repositoryLocalUrl \
        repositoryRemoteUrl networkAddress maxBandwidth isMasterDepot masterDepotId \
        workbenchLocalUrl workbenchRemoteUrl
        """
    private static let productKeys = """
        name licenseRequired setupScript uninstallScript updateScript alwaysScript onceScript \
        customScript userLoginScript priority description advice changelog productClassIds \
        windowsSoftwareIds id productVersion packageVersion
        """
    private static let configKeys =
        "description possibleValues defaultValues editable multiValue id"
    private static let groupKeys = "description notes id parentGroupId"
    private static let softwareKeys = "name version subVersion language architecture"

    private static let all: [ObjectClass] = [
        .init(
            "OpsiClient", .host, keys: "\(hostKeys) created lastSeen oneTimePassword",
            identity: "id"),
        .init("OpsiDepotserver", .host, keys: depotKeys, identity: "id"),
        .init("OpsiConfigserver", .host, keys: depotKeys, identity: "id"),
        .init("UnicodeConfig", .config, keys: configKeys, identity: "id"),
        .init("BoolConfig", .config, keys: configKeys, identity: "id"),
        .init(
            "ConfigState", .configState, keys: "values configId objectId",
            identity: "configId objectId"),
        .init("HostGroup", .group, keys: groupKeys, identity: "id"),
        .init("ProductGroup", .group, keys: groupKeys, identity: "id"),
        .init(
            "ObjectToGroup", .objectToGroup, keys: "groupType groupId objectId",
            identity: "groupType groupId objectId"),
        .init(
            "LocalbootProduct", .product, keys: productKeys,
            identity: "id productVersion packageVersion"),
        .init(
            "NetbootProduct", .product, keys: "\(productKeys) pxeConfigTemplate",
            identity: "id productVersion packageVersion"),
        .init(
            "ProductDependency", .productDependency,
            keys: """
                requiredProductVersion requiredPackageVersion requiredAction \
                requiredInstallationStatus requirementType productId productVersion \
                packageVersion productAction requiredProductId
                """,
            identity: "productId productVersion packageVersion productAction requiredProductId"),
        .init(
            "ProductOnDepot", .productOnDepot,
            keys: "locked productId productType productVersion packageVersion depotId",
            identity: "productId productType productVersion packageVersion depotId"),
        .init(
            "ProductOnClient", .productOnClient,
            keys: """
                targetConfiguration installationStatus actionRequest lastAction actionProgress \
                actionResult productVersion packageVersion modificationTime actionSequence \
                productId productType clientId
                """,
            identity: "productId productType clientId",
            defaults: ["actionSequence": .integer(-1)]),
        .init(
            "AuditSoftware", .auditSoftware,
            keys: """
                windowsSoftwareId windowsDisplayName windowsDisplayVersion installSize \
                \(softwareKeys)
                """,
            identity: softwareKeys),
        .init(
            "AuditSoftwareOnClient", .auditSoftwareOnClient,
            keys: """
                uninstallString binaryName firstseen lastseen state usageFrequency lastUsed \
                licenseKey \(softwareKeys) clientId
                """,
            identity: "\(softwareKeys) clientId"),
        .init(
            "AuditHardwareOnHost", .auditHardwareOnHost,
            keys: "firstseen lastseen state hostId hardwareClass",
            identity: "hostId hardwareClass"),
        .init("LicensePool", .licensePool, keys: "description productIds id", identity: "id"),
        .init(
            "AuditSoftwareToLicensePool", .auditSoftwareToLicensePool,
            keys: "\(softwareKeys) licensePoolId", identity: softwareKeys),
    ]
}
