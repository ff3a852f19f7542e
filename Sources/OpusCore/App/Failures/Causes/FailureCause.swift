/// Why an action failed, as one of a few kinds: what people search for, and what a label in
/// Prometheus may hold.
///
/// Rests on what opsi-script, opsiclientd and opsiconfd write into the row and into the client's
/// installation log.
public enum FailureCause: String, Sendable, CaseIterable, Codable {
    /// An installer ended with a code that is no success.
    case installer
    /// Files of the package are not where the script looks for them.
    case filesMissing = "files_missing"
    /// Another installer was at work, or a file was in use.
    case busy
    /// Something ran longer than the script allows.
    case timeout
    /// No space was left.
    case diskFull = "disk_full"
    /// Access was denied.
    case rights
    /// No licence was free, or there is no pool for the product.
    case licence
    /// The script's calls to the opsi server failed.
    case service
    /// The script has an error in its text.
    case syntaxError = "syntax_error"
    /// The script made an error while it ran.
    case scriptError = "script_error"
    /// A program, or the script itself, could not be started.
    case notStarted = "not_started"
    /// The package could not be cached on the client.
    case cache
    /// The script asks for a reboot each time it runs.
    case rebootLoop = "reboot_loop"
    /// The run has no end: the power, a reboot or somebody ended it.
    case interrupted
    /// The script gave a reason of its own, and nothing says more.
    case scriptReason = "script_reason"
    /// Nothing tells.
    case unknown

    /// The name under which it is a label, an argument and a column.
    public var name: String { rawValue }

    /// What happened, for a person who has not read the list of causes.
    public var summary: String {
        switch self {
        case .installer: "the installer failed"
        case .filesMissing: "files of the package are missing on the depot's share"
        case .busy: "another installer was at work, or a file was in use"
        case .timeout: "a program ran longer than the script allows"
        case .diskFull: "the disk is full"
        case .rights: "access was denied"
        case .licence: "no licence is free"
        case .service: "the script could not talk to the opsi server"
        case .syntaxError: "the package's script has a syntax error"
        case .scriptError: "the package's script made an error"
        case .notStarted: "a program or the script could not be started"
        case .cache: "the package could not be cached on the client"
        case .rebootLoop: "the script asks for a reboot again and again"
        case .interrupted: "the run was interrupted"
        case .scriptReason: "the script's own reason"
        case .unknown: "unknown"
        }
    }

    /// What helps, where a retry alone does not.
    public var remedy: String {
        switch self {
        case .installer: "look at the installer's own log, and at the code"
        case .filesMissing: "install the package on the depot again, and check the share's rights"
        case .busy: "retry: close the program, or install when nobody works"
        case .timeout: "look for a window that waits for somebody; give it more time"
        case .diskFull: "make room on the client"
        case .rights: "check rights and the virus scanner"
        case .licence: "add licences to the pool"
        case .service: "check the server and the network"
        case .syntaxError, .scriptError: "mend the package"
        case .notStarted: "check the file and the platform"
        case .cache: "upload the package to the depot again"
        case .rebootLoop: "mend the package: it must see that the reboot has been"
        case .interrupted: "retry when the client stays on"
        case .scriptReason: "do as the reason says"
        case .unknown: "read the client's log"
        }
    }
}
