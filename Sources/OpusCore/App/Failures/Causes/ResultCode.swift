/// The number that a program ended with, as Windows and Windows Installer mean it.
public struct ResultCode: Sendable, Hashable, Codable {
    /// The number; codes beyond 31 bits are negative, as opsi-script writes them.
    public let number: Int

    /// A code from its number; what Windows shows as a large positive number is the same code.
    ///
    /// - Parameter number: the number.
    public init(_ number: Int) {
        self.number =
            number > Int(Int32.max) && number <= Int(UInt32.max)
            ? Int(Int32(truncatingIfNeeded: number)) : number
    }

    /// Whether it is a success: done, done with a reboot to come, or nothing was there to remove.
    public var isSuccess: Bool { [0, 1_605, 1_641, 3_010].contains(number) }

    /// Whether a reboot has to follow.
    public var wantsReboot: Bool { number == 3_010 || number == 1_641 }

    /// Whether it is one of Windows Installer's, which mean the same in every package.
    var isWindowsInstaller: Bool { (1_600...1_660).contains(number) || number == 3_010 }

    /// What it means, in a few words; nil where that is the program's own affair.
    public var words: String? { Self.words[number] }

    /// Number and words, such as `1618 (another installation is running)`.
    public var text: String { words.map { "\(number) (\($0))" } ?? "\(number)" }

    /// What a failure with this code is. Where it is a guess, as a program may mean anything by
    /// its small numbers, the caller says so.
    var cause: FailureCause {
        switch number {
        case 1_618, 32, 33: .busy
        case 258, 259, 1_460: .timeout
        case 39, 112: .diskFull
        case 5: .rights
        default: .installer
        }
    }

    private static let words: [Int: String] = [
        -1: "could not be started",
        0: "success",
        2: "file not found",
        3: "path not found",
        5: "access denied",
        32: "file in use",
        33: "file is locked",
        39: "disk full",
        112: "disk full",
        193: "no program for this Windows",
        216: "program for another platform",
        258: "time is up",
        259: "still running",
        740: "needs administrator rights",
        1_223: "cancelled by the user",
        1_460: "time is up",
        1_601: "Windows Installer is not there",
        1_602: "cancelled by the user",
        1_603: "fatal error during installation",
        1_604: "suspended",
        1_605: "not installed",
        1_608: "unknown property",
        1_612: "installation source is missing",
        1_613: "Windows Installer is too old",
        1_618: "another installation is running",
        1_619: "package cannot be opened",
        1_620: "package is invalid",
        1_622: "log file cannot be opened",
        1_624: "transform cannot be applied",
        1_625: "forbidden by policy",
        1_633: "wrong platform",
        1_635: "patch cannot be opened",
        1_636: "patch is invalid",
        1_638: "another version is installed",
        1_639: "wrong command line",
        1_640: "not allowed in a remote session",
        1_641: "success, reboot begun",
        1_642: "nothing to patch",
        1_643: "patch forbidden by policy",
        3_010: "success, reboot needed",
        -1_073_741_819: "crashed, 0xC0000005",
        -1_073_741_515: "a library is missing, 0xC0000135",
        -1_073_741_502: "a library failed to start, 0xC0000142",
        -1_073_740_791: "crashed, 0xC0000409",
        -1_073_740_940: "crashed, 0xC0000374",
        -2_147_024_891: "access denied, 0x80070005",
        -2_147_024_894: "file not found, 0x80070002",
        -2_147_024_784: "disk full, 0x80070070",
        -2_147_023_278: "another installation is running, 0x80070652",
        -2_147_023_293: "fatal error during installation, 0x80070643",
        -2_147_467_259: "unspecified error, 0x80004005",
    ]
}
