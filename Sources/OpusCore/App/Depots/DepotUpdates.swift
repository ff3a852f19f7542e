public import OpusServer

/// A package of which a repository has a newer version than a depot.
public struct DepotUpdate: Sendable, Equatable {
    /// The product.
    public let productID: ObjectID
    /// The version in the repository, such as `124.0-2`.
    public let version: String
    /// The version on the depot.
    public let installedVersion: String
    /// The repository's name.
    public let repository: String
}

/// What a depot could update.
public struct DepotUpdates: Sendable, Equatable {
    /// In the order of the updater.
    public let packages: [DepotUpdate]
    /// Lines of the updater that tell of no package, such as what a login shell prints.
    public let otherLines: [String]

    /// Reads the updater's list.
    ///
    /// - Throws: `RemoteShellError` where a line looks like a package and can't be read: taking it
    ///   for talk would show a depot with updates as up to date.
    init(output: String) throws(RemoteShellError) {
        var packages: [DepotUpdate] = []
        var otherLines: [String] = []
        for line in output.withoutANSI.split(whereSeparator: \.isNewline) {
            // firefox: 124.0-2 in uib-windows (updatable from: 123.0-1)
            let pattern = /^(\S+): (\S+) in (.+) \(updatable from: (\S+)\)\s*$/
            if let match = line.wholeMatch(of: pattern) {
                packages.append(
                    DepotUpdate(
                        productID: ObjectID(String(match.1)), version: String(match.2),
                        installedVersion: String(match.4), repository: String(match.3)))
            } else if line.contains("updatable from") {
                throw RemoteShellError(
                    .malformedOutput,
                    "opus can't read what the depot's updater lists, which may be of another"
                        + " version: \(line.prefix(200))")
            } else if !line.allSatisfy(\.isWhitespace) {
                otherLines.append(String(line))
            }
        }
        self.packages = packages
        self.otherLines = otherLines
    }
}

/// What came of updating a depot's packages.
public struct DepotUpgrade: Sendable, Equatable {
    /// How the updater ended.
    public enum Ending: Sendable, Equatable {
        /// Without errors.
        case succeeded
        /// It could not run, or another one is running.
        case notRun
        /// It ran, and some packages failed.
        case someFailed
    }

    /// How the updater ended.
    public let ending: Ending
    /// What is updatable still: the updater installs only what its repository marks for it.
    public let remaining: [DepotUpdate]
    /// What the updater printed last, without colours.
    public let lastWords: String
}

extension String {
    /// The text without the codes for colours and cursors that programs print for terminals.
    var withoutANSI: String {
        replacing(
            /\u{1B}(?:\[[0-?]*[ -\/]*[@-~]|\][^\u{07}\u{1B}]*(?:\u{07}|\u{1B}\\)|[@-Z\\^_])/,
            with: "")
    }

    /// The last lines that say something.
    func lastLines(_ count: Int) -> String {
        withoutANSI.split(whereSeparator: \.isNewline)
            .filter { !$0.allSatisfy(\.isWhitespace) }
            .suffix(count).joined(separator: "\n")
    }
}
