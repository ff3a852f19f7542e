/// What an option is about: its help, how its value is written, and what becomes of it.
struct OptionDefinition: Sendable {
    /// What an option is about.
    enum Scope: CaseIterable {
        /// How to reach one opsi server.
        case connection
        /// How a server is read, and what is told of it; may differ from server to server.
        case collection
        /// The exporter as a whole.
        case process
    }

    /// How a value is written.
    enum Shape {
        /// Yes or no; as an argument without a value.
        case flag
        case value
        /// Several values: between commas, in the configuration file as a list.
        case list
        /// As a list, and as an argument that can be repeated.
        case repeatable
        /// The name of a file; in the configuration file from the directory of that on.
        case path

        var takesList: Bool { self == .list || self == .repeatable }
    }

    /// Where a value goes.
    enum Destination: Sendable {
        case collection(OptionReading<CollectionConfiguration>)
        case process(OptionReading<ExporterConfiguration>)
        /// It is read together with others.
        case elsewhere
    }

    let scope: Scope
    let shape: Shape
    /// What stands for a value in the help; nil for the option's name.
    let placeholder: String?
    let help: String
    /// What holds where it is not set, in words, where no value says it.
    let unset: String?
    let destination: Destination

    /// What holds where the option is not set; nil where nothing does.
    var standard: String? {
        if let unset { return unset }
        return switch destination {
        case .collection(let reading): reading.text(CollectionConfiguration.unset)
        case .process(let reading): reading.text(ExporterConfiguration(collections: []))
        case .elsewhere: nil
        }
    }

    static func connection(
        _ help: String, _ shape: Shape = .value, _ placeholder: String? = nil, unset: String? = nil
    ) -> OptionDefinition {
        OptionDefinition(
            scope: .connection, shape: shape, placeholder: placeholder, help: help, unset: unset,
            destination: .elsewhere)
    }

    static func collection(
        _ help: String, _ shape: Shape = .value, _ placeholder: String? = nil, unset: String? = nil,
        by reading: OptionReading<CollectionConfiguration>
    ) -> OptionDefinition {
        OptionDefinition(
            scope: .collection, shape: shape, placeholder: placeholder, help: help, unset: unset,
            destination: .collection(reading))
    }

    static func process(
        _ help: String, _ shape: Shape = .value, _ placeholder: String? = nil, unset: String? = nil,
        by reading: OptionReading<ExporterConfiguration>? = nil
    ) -> OptionDefinition {
        OptionDefinition(
            scope: .process, shape: shape, placeholder: placeholder, help: help, unset: unset,
            destination: reading.map { .process($0) } ?? .elsewhere)
    }
}

extension CollectionConfiguration {
    /// What holds where nothing is set.
    static let unset = CollectionConfiguration(
        server: .init(url: "", username: "", password: ""))
}
