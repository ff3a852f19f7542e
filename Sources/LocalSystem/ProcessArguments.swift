/// The arguments of this process.
public enum ProcessArguments {
    /// The first option that is written with nothing behind its `=`, as `--product="$UNSET"` comes
    /// from a shell: parsers would take the next word for its value.
    ///
    /// - Parameter arguments: the arguments behind the program's name.
    /// - Returns: its name, such as `--product`; nil where there is none.
    public static func optionWithoutValue(
        in arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) -> String? {
        arguments.prefix { $0 != "--" }
            .first { $0.hasPrefix("-") && $0.firstIndex(of: "=") == $0.indices.last }
            .map { String($0.dropLast()) }
    }
}
