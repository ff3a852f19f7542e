import OpusCore

extension CollectionConfiguration {
    /// The interval, with the time for which data is shown unless another is given.
    var rhythm: Duration {
        get { interval }
        set {
            interval = newValue
            maximumAge = newValue * Self.standardIntervalsShown
        }
    }
}

extension SeriesSelection {
    static let products = SeriesSelection(maximumSeries: standardProducts)
    static let clients = SeriesSelection(maximumSeries: standardClients)
}

extension OptionReading<CollectionConfiguration> {
    /// More series than anybody has clients: beyond, a number is a slip.
    private static let mostSeries = 10_000_000

    static let maximumAge = OptionReading { value, root throws(ConfigurationError) in
        let age = try value.duration()
        guard age > root.interval else {
            throw value.mistake(
                "is too short: data would vanish between collections; give a time longer than"
                    + " the interval")
        }
        root.maximumAge = age
    }

    /// Checked even where the families are not wanted, and then of no effect.
    static func patterns(
        _ families: Path<SeriesSelection?>,
        _ path: any WritableKeyPath<SeriesSelection, [NamePattern]> & Sendable
    ) -> OptionReading {
        OptionReading { value, root throws(ConfigurationError) in
            let patterns = try value.patterns()
            root[keyPath: families]?[keyPath: path] = patterns
        }
    }

    /// The families are there unless their limit is 0.
    static let failureSeries = OptionReading(
        text: { "\($0.families.failures?.maximumSeries ?? 0)" }
    ) { value, root throws(ConfigurationError) in
        let count = try value.number(0...mostSeries)
        root.families.failures = count > 0 ? SeriesSelection(maximumSeries: count) : nil
    }

    static func series(
        _ families: Path<SeriesSelection?>, standard: SeriesSelection
    ) -> OptionReading {
        OptionReading(text: { "\(($0[keyPath: families] ?? standard).maximumSeries)" }) {
            value, root throws(ConfigurationError) in
            let count = try value.number(1...mostSeries)
            root[keyPath: families]?.maximumSeries = count
        }
    }
}
