public import OpusServer

extension Opus {
    private static let updater = "opsi-package-updater"

    /// The packages of which a repository has a newer version than the depot, asked for over ssh
    /// (`opsi-package-updater list --updatable-packages`). No opsi server is called.
    ///
    /// - Parameter sshCommand: the words of the ssh command, such as `["ssh", "root@depot"]`.
    /// - Returns: the packages.
    /// - Throws: `RemoteShellError`, or `CancellationError`.
    public static func updates(sshCommand: [String]) async throws -> DepotUpdates {
        try await updates(shell: try SSHShell(command: sshCommand))
    }

    /// The packages of which a repository has a newer version than the depot.
    ///
    /// - Parameter shell: runs the updater on the depot.
    /// - Returns: the packages.
    /// - Throws: `RemoteShellError`, or `CancellationError`.
    public static func updates(shell: some RemoteShell) async throws -> DepotUpdates {
        let output = try await shell.run([
            updater, "--no-patch-repo-files", "list", "--updatable-packages",
        ])
        guard output.status == 0 else { throw failure(output) }
        return try DepotUpdates(output: output.output)
    }

    /// Has the depot update its packages over ssh (`opsi-package-updater -v update`), and lists
    /// what is left afterwards.
    ///
    /// - Parameters:
    ///   - sshCommand: the words of the ssh command, such as `["ssh", "root@depot"]`.
    ///   - products: the products to update; nil for all.
    /// - Returns: how it ended, and what is left.
    /// - Throws: `ActionRefused` for an empty list and for what is no product id, before anything
    ///   is run; `RemoteShellError` where the depot can't be reached; `CancellationError`.
    public static func installUpdatesOnDepot(
        sshCommand: [String], products: [ObjectID]? = nil
    ) async throws -> DepotUpgrade {
        try await installUpdatesOnDepot(
            shell: try SSHShell(command: sshCommand), products: products)
    }

    /// Has the depot update its packages, and lists what is left afterwards.
    ///
    /// - Parameters:
    ///   - shell: runs the updater on the depot.
    ///   - products: the products to update; nil for all.
    /// - Returns: how it ended, and what is left.
    /// - Throws: `ActionRefused` for an empty list and for what is no product id, before anything
    ///   is run; `RemoteShellError` where the depot can't be reached; `CancellationError`.
    public static func installUpdatesOnDepot(
        shell: some RemoteShell, products: [ObjectID]? = nil
    ) async throws -> DepotUpgrade {
        for id in products ?? [] where id.text.wholeMatch(of: /[a-z0-9][a-z0-9_.\-]{0,127}/) == nil
        {
            throw ActionRefused(
                .invalidName, "\"\(id)\" is no product id, so nothing was run on the depot")
        }
        guard products?.isEmpty != true else {
            throw ActionRefused(
                .nothingNamed,
                "no product is named, which the updater would take as all of them: "
                    + "name at least one, or leave the list out")
        }
        let output = try await shell.run([updater, "-v", "update"] + (products ?? []).map(\.text))
        let ending: DepotUpgrade.Ending
        switch output.status {
        case 0: ending = .succeeded
        case 1: ending = .notRun
        case 2: ending = .someFailed
        default: throw failure(output)
        }
        let said = output.errors.lastLines(3).isEmpty ? output.output : output.errors
        return DepotUpgrade(
            ending: ending, remaining: try await updates(shell: shell).packages,
            lastWords: said.lastLines(3))
    }

    private static func failure(_ output: RemoteOutput) -> RemoteShellError {
        let said = output.errors.lastLines(1)
        let quoted = said.isEmpty ? "" : ": \(said)"
        switch output.status {
        case 255:
            return RemoteShellError(
                .unreachable,
                "ssh did not get to the depot\(quoted); try the same ssh command by hand once",
                status: output.status)
        case 127:
            return RemoteShellError(
                .notInstalled, "the other machine has no \(updater): it is no opsi depot\(quoted)",
                status: output.status)
        default:
            return RemoteShellError(
                .failed, "\(updater) ended with \(output.status)\(quoted)", status: output.status)
        }
    }
}
