extension OpsiMock {
    /// Why an action on a client fails: what its row says then, and what its log.
    public enum FailureKind: String, Sendable, CaseIterable {
        /// The installer ended with a code, which the script gives as its reason.
        case installer
        /// The installer ended with a code, and the script gives no reason.
        case silentInstaller
        /// The package's script is not on the depot's share: a log without header and end.
        case filesMissing
        /// The disk is full while files are copied.
        case diskFull
        /// Another installation is running.
        case busy
        /// The installer waits for somebody until its time is up.
        case timeout
        /// The licence pool is empty.
        case licence
        /// The script's own words, and no code anywhere.
        case scriptReason
        /// The script has a syntax error.
        case syntaxError
        /// An error of the script that was made fatal.
        case runtimeError
        /// Products are cached first and could not be: the row tells, the log knows nothing.
        case cache

        /// What the row's `actionProgress` says afterwards.
        public var reason: String {
            switch self {
            case .installer:
                "ExitCode = 1603 ERROR_INSTALL_FAILURE Fatal error during installation."
            case .busy: "Another installation is in progress (1618)"
            case .diskFull: "Kopieren der Programmdateien fehlgeschlagen"
            case .scriptReason: "This version needs Windows 11"
            case .syntaxError: "Syntax Error"
            case .runtimeError: "Runtime Error"
            case .cache: "Cache failure: Not enough free space on cache partition"
            case .silentInstaller, .filesMissing, .timeout, .licence: ""
            }
        }

        /// The kind by which a product fails on a client. Most clients share what is wrong with
        /// the package, and some have a trouble of their own.
        static func of(product: String, on client: String, seed: UInt64) -> Self {
            var own = RandomSource(seed: seed, product, client)
            var package = RandomSource(seed: seed, product)
            return (own.chance(700) ? package.pick(allCases) : own.pick(allCases)) ?? .installer
        }
    }
}

extension RandomSource {
    /// Chances that hang on nothing but a seed and some names, in whatever order they are asked.
    init(seed: UInt64, _ names: String...) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
        for name in names {
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        self.init(seed: hash)
    }
}
