extension OpsiMock.Fleet {
    /// The tables of the server's database that the mock keeps, by their prefix in method names.
    public enum TableName: String, Sendable, CaseIterable {
        /// Clients, depots and the config server.
        case host
        /// Settings with their defaults.
        case config
        /// Settings of single hosts.
        case configState
        /// Groups of hosts and of products.
        case group
        /// Who is in which group.
        case objectToGroup
        /// Products in their versions.
        case product
        /// What products need of others.
        case productDependency
        /// Which product a depot has in which version.
        case productOnDepot
        /// What a product is on a client.
        case productOnClient
        /// Software that audits found.
        case auditSoftware
        /// Where audits found software.
        case auditSoftwareOnClient
        /// Hardware that audits found on hosts.
        case auditHardwareOnHost
        /// Licence pools with their products.
        case licensePool
        /// Which licence pools software belongs to.
        case auditSoftwareToLicensePool
    }
}

typealias TableName = OpsiMock.Fleet.TableName

extension OpsiMock.Fleet.TableName {
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
            case .licensePool: "id description productIds"
            case .auditSoftwareToLicensePool:
                "name version subVersion language architecture licensePoolId"
            }
        return attributes.split(separator: " ").map { String($0) }
    }
}
