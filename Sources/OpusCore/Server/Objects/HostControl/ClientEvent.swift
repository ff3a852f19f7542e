/// Something that a client can be told has happened (opsi: the events of `opsiclientd`).
///
/// Which of them a client acts on is its own configuration: several are off by default, and a
/// client that does not know one answers with an error.
public enum ClientEvent: String, Sendable, CaseIterable, Hashable {
    /// Someone asks for pending actions to be run now.
    case onDemand = "on_demand"
    /// The user asks for software from the kiosk.
    case softwareOnDemand = "software_on_demand"
    /// The cache of a client on a slow line is complete.
    case syncCompleted = "sync_completed"
    /// Products are installed without a word.
    case silentInstall = "silent_install"
    /// The computer has started.
    case guiStartup = "gui_startup"
    /// The computer is shutting down.
    case onShutdown = "on_shutdown"
    /// Someone needs the client agent, whatever else is going on.
    case panic
    /// The client agent has started.
    case opsiclientdStart = "opsiclientd_start"
    /// A time has come.
    case timer
    /// The network is there.
    case netConnection = "net_connection"
    /// A user logs in.
    case userLogin = "user_login"
}
