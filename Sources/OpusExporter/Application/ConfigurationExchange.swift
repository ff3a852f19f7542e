import ExporterToolkit

/// Reads the configuration anew and takes it over whole, or not at all.
struct ConfigurationExchange: Sendable {
    let load: @Sendable () throws(ConfigurationError) -> ExporterConfiguration
    /// What the process was started with, in those parts that can't be changed.
    let started: ExporterConfiguration
    let pool: CollectorPool
    let board: MetricsBoard
    let unixTime: @Sendable () -> Double

    /// Reads it.
    ///
    /// - Returns: what changed, for a person, or what is wrong.
    func attempt() -> ReloadOutcome {
        do throws(ConfigurationError) {
            let configuration = try load()
            let changes = try pool.exchange(
                configuration.collections,
                reload: ReloadStatus(isSuccessful: true, lastSuccess: unixTime()))
            let servers =
                "servers: \(changes.kept) kept, \(changes.started) started, \(changes.stopped)"
                + " stopped"
            let fixed = started.fixedSettings(otherThanIn: configuration)
            guard !fixed.isEmpty else { return .reloaded(servers) }
            return .reloaded(
                "\(servers); changed, but only after a restart: "
                    + fixed.map(\.rawValue).joined(separator: ", "))
        } catch {
            board.reloadFailed()
            return .failed("\(error)")
        }
    }
}

extension ExporterConfiguration {
    /// The settings that stay as they are until the process ends, where others are wanted.
    fileprivate func fixedSettings(otherThanIn new: ExporterConfiguration) -> [ExporterOption] {
        ExporterOption.allCases.filter { option in
            guard case .process(let reading) = option.definition.destination else { return false }
            return reading.text(self) != reading.text(new)
        }
    }
}
