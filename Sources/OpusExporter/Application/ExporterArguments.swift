import ArgumentParser

/// The arguments of `opus-exporter`, as they were given: what is left out may be set elsewhere.
///
/// ArgumentParser finds the arguments of a type by its reflection, and this one's shows an argument
/// for each entry in the table of options.
struct ExporterArguments: ParsableArguments, CustomReflectable {
    /// Those that were given; repeated ones are joined by commas.
    private(set) var given: [ExporterOption: String] = [:]

    init() {}

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        for option in ExporterOption.allCases {
            let key = Key(option)
            switch option.definition.shape {
            case .flag:
                let isGiven = try values.decode(Flag<Bool>.self, forKey: key).wrappedValue
                given[option] = isGiven ? "true" : nil
            case .repeatable:
                let texts = try values.decode(Option<[String]>.self, forKey: key).wrappedValue
                given[option] = texts.isEmpty ? nil : texts.joined(separator: ",")
            case .value, .list, .path:
                given[option] = try values.decode(Option<String?>.self, forKey: key).wrappedValue
            }
        }
    }

    var customMirror: Mirror {
        Mirror(
            self,
            children: ExporterOption.allCases.map { (Key($0).stringValue, Self.argument($0)) })
    }

    private static func argument(_ option: ExporterOption) -> Any {
        let name = NameSpecification.customLong(option.rawValue)
        let definition = option.definition
        let standard = definition.standard.map { " (default: \($0))" } ?? ""
        let help = ArgumentHelp(
            "\(definition.help)\(standard)", valueName: definition.placeholder ?? option.rawValue)
        return switch definition.shape {
        case .flag: Flag<Bool>(wrappedValue: false, name: name, help: help)
        case .repeatable: Option<[String]>(wrappedValue: [], name: name, help: help)
        case .value, .list, .path: Option<String?>(name: name, help: help)
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ option: ExporterOption) { stringValue = option.rawValue }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
