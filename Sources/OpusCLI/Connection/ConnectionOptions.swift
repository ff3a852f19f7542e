import ArgumentParser

/// Which server, and as whom. What is left out comes from the environment or from files.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The opsi server, as https://HOST:4447.", valueName: "url"))
    var server: String?

    @Option(help: ArgumentHelp("The user name at the opsi server.", valueName: "user"))
    var username: String?

    @Option(
        help: ArgumentHelp(
            "The file that holds the password. There is no argument for the password itself.",
            valueName: "file"), completion: .file())
    var passwordFile: String?

    @Option(
        help: ArgumentHelp(
            "The file with the server's CA certificate. (default: what 'opus trust' stored, else"
                + " the system's CAs)",
            valueName: "file"), completion: .file())
    var caFile: String?

    @Flag(help: "Do not verify the server's certificate. Anyone can then take the password.")
    var insecure = false

    @Option(
        help: ArgumentHelp(
            "The file with a client certificate, for a server that asks for one.",
            valueName: "file"), completion: .file())
    var clientCertFile: String?

    @Option(
        help: ArgumentHelp(
            "The file with the client certificate's key. (default: the same file)",
            valueName: "file"), completion: .file())
    var clientKeyFile: String?

    @Option(
        help: ArgumentHelp("A server named in the configuration file.", valueName: "name"),
        completion: .custom(NameCompletion.contexts))
    var context: String?

    @Flag(help: "Ask for a one-time code, for users who have a second factor.")
    var totp = false

    func validate() throws {
        guard caFile == nil || !insecure else {
            throw ValidationError(
                "--ca-file and --insecure contradict each other: give the file alone to verify"
                    + " the server by it")
        }
        guard clientKeyFile == nil || clientCertFile != nil else {
            throw ValidationError("--client-key-file needs --client-cert-file")
        }
        guard context == nil || server == nil else {
            throw ValidationError("--context and --server contradict each other: give one of them")
        }
    }
}
