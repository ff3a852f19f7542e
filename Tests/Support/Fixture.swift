public import Foundation

/// The recorded and hand-made data that tests judge opus by, from `Tests/Support/Fixtures`.
///
/// `golden/` holds request/response pairs recorded from a real opsiconfd; the fleet files and
/// version pairs come with the counts and orders that opsi itself gives.
public enum Fixture {
    /// Where a fixture lies.
    ///
    /// - Parameter name: its path below `Fixtures`, such as `golden/backend_info.json`.
    /// - Returns: its place on disk.
    public static func url(_ name: String) -> URL {
        (Bundle.module.resourceURL ?? Bundle.module.bundleURL)
            .appending(path: "Fixtures").appending(path: name)
    }

    /// A fixture's bytes.
    public static func data(_ name: String) throws -> Data {
        try Data(contentsOf: url(name))
    }

    /// A fixture's text.
    public static func text(_ name: String) throws -> String {
        String(decoding: try data(name), as: UTF8.self)
    }

    /// A fixture's lines, without comments that start with `#`.
    public static func lines(_ name: String) throws -> [String] {
        try text(name).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("# ") }
    }

    /// The names of all recordings, such as `backend_info`.
    public static func recordings() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url("golden").path)
            .filter { $0.hasSuffix(".json") }
            .map { String($0.dropLast(".json".count)) }
            .sorted()
    }
}
