extension OpsiMock.Fleet {
    /// Makes a fleet as an administrator might have it: agents, a baseline, several depots, groups
    /// nested up to eight deep, and a mix of clients that are fine, failed, updatable, pending,
    /// stuck, fresh, outdated or never seen. The same arguments give the same fleet.
    ///
    /// - Parameters:
    ///   - clients: The number of clients.
    ///   - products: The number of products, of which the first are agent and baseline.
    ///   - groups: The number of host groups below `clientdirectory`.
    ///   - seed: What the random choices begin with.
    ///   - now: The Unix time that the fleet's timestamps, in UTC, lie before; nothing for the
    ///     present.
    ///   - trouble: How many of the rows that would have failed or wait do so, in percent; of all
    ///     rows of a large fleet 1.2 % do where it is 100.
    /// - Returns: The fleet.
    public static func generated(
        clients: Int, products: Int = 60, groups: Int = 20, seed: UInt64 = 1, now: Int? = nil,
        trouble: Int = 100
    ) -> Self {
        var generator = FleetGenerator(
            seed: seed, now: now ?? OpsiMock.Clock.system.now, trouble: trouble)
        generator.addServers(for: clients)
        generator.addProducts(products)
        generator.addGroups(groups)
        generator.addClients(clients)
        return generator.fleet
    }
}

/// Builds a fleet step by step.
struct FleetGenerator {
    struct Product {
        var id: String
        var type: String
        /// The versions on each depot, in the order of the depots.
        var versions: [(product: String, package: String)]
        var isBaseline: Bool
    }

    struct Numbers {
        let undefined, installed, notInstalled, unknown, none, setup, uninstall, update: UInt32
        let successful, failed, empty, installing: UInt32

        init(_ strings: inout TextPool) {
            undefined = strings.number(of: "undefined")
            installed = strings.number(of: "installed")
            notInstalled = strings.number(of: "not_installed")
            unknown = strings.number(of: "unknown")
            none = strings.number(of: "none")
            setup = strings.number(of: "setup")
            uninstall = strings.number(of: "uninstall")
            update = strings.number(of: "update")
            successful = strings.number(of: "successful")
            failed = strings.number(of: "failed")
            empty = strings.number(of: "")
            installing = strings.number(of: "installing")
        }
    }

    static let domain = "fleet.test"
    static let configserver = "opsiserver.\(domain)"

    var fleet = OpsiMock.Fleet()
    var random: RandomSource
    let seed: UInt64
    let now: Int
    let trouble: Int
    var depots: [String] = []
    var products: [Product] = []
    var groups: [String] = []

    init(seed: UInt64, now: Int, trouble: Int) {
        random = RandomSource(seed: seed)
        fleet.seed = seed
        self.seed = seed
        self.now = now
        self.trouble = trouble
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    /// One config server, and a depot for every few hundred clients, up to twenty in all.
    mutating func addServers(for clients: Int) {
        depots = [Self.configserver]
        let count = min(max(clients / 250, 2), 19)
        depots += (1...count).map { "depot\(Self.padded($0, 2)).\(Self.domain)" }
        for depot in depots {
            fleet.add(
                [
                    "id": .string(depot),
                    "type": depot == Self.configserver ? "OpsiConfigserver" : "OpsiDepotserver",
                    "description": "", "notes": "", "ipAddress": "127.0.1.1",
                    "inventoryNumber": "", "opsiHostKey": .string(key()),
                    "depotLocalUrl": "file:///var/lib/opsi/depot",
                    "depotRemoteUrl": .string("smb://\(depot)/opsi_depot"),
                    "depotWebdavUrl": .string("webdavs://\(depot):4447/depot"),
                    "repositoryLocalUrl": "file:///var/lib/opsi/repository",
                    "repositoryRemoteUrl": .string("webdavs://\(depot):4447/repository"),
                    "isMasterDepot": .bool(true),
                ], to: .host)
        }
        fleet.add(
            [
                "id": "clientconfig.depot.id", "type": "UnicodeConfig",
                "description": "Depotserver to use",
                "possibleValues": .array(depots.map { .string($0) }),
                "defaultValues": .array([.string(Self.configserver)]),
                "editable": .bool(true), "multiValue": .bool(false),
            ], to: .config)
    }

    mutating func key() -> String {
        let digits = [random.next(), random.next()].map { String($0, radix: 16) }
        return digits.map { String(repeating: "0", count: 16 - $0.count) + $0 }.joined()
    }
}
