import ArgumentParser
import LocalSystem
import OpusCore

/// A YAML file that says which package covers which software: globs of names with product ids, or
/// `ignore`. The first rule that fits counts.
///
///     "Mozilla Firefox*": firefox
///     "Microsoft Edge*": ignore
enum MappingFile {
    /// Reads a file.
    ///
    /// - Throws: `CommandFailure` that names file and line.
    static func read(_ path: String) throws(CommandFailure) -> SoftwareMapping {
        let text: String
        do {
            text = try FileText.contents(path)
        } catch {
            throw .usage("the mapping file \(path) can't be read: \(error.reason)")
        }
        guard let root = try YAML(text, path: path).root else { return SoftwareMapping() }
        var rules: [SoftwareMapping.Rule] = []
        for (name, value) in try root.members("name globs with product ids") {
            let target = try value.string("a product id, or ignore")
            guard !name.text.isEmpty else { throw name.failure("here should be a name") }
            rules.append(
                SoftwareMapping.Rule(
                    pattern: name.text,
                    target: target == "ignore" ? .ignore : .product(ObjectID(target))))
        }
        return SoftwareMapping(rules: rules)
    }
}

/// The mapping file, where one is named.
struct MappingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "YAML: name globs with product ids, or 'ignore'.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var mapping: String?

    func read() throws(CommandFailure) -> SoftwareMapping {
        guard let mapping else { return SoftwareMapping() }
        return try MappingFile.read(mapping)
    }
}
