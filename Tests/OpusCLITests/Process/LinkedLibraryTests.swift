import TestSupport
import Testing

/// Full Foundation and ICU are most of the memory and of the package of a program that has them.
@Suite("What the programs link")
struct LinkedLibraryTests {
    private static let heavy = [
        "Foundation", "FoundationInternationalization", "FoundationNetworking", "FoundationXML",
        "_FoundationICU",
    ]

    @Test(
        "Foundation and ICU are in no program that is shipped",
        arguments: ["opus", "opus-exporter"])
    func shipped(program: String) throws {
        let libraries = try SharedObject.needed(by: ChildProcess.product(program))
        #expect(libraries.contains { $0.hasPrefix("libc.so") })
        #expect(libraries.filter { Self.heavy.map { "lib\($0).so" }.contains($0) } == [])
    }

    @Test("Foundation is found where a program has it")
    func found() throws {
        let libraries = try SharedObject.needed(by: ChildProcess.product("opus-manual"))
        #expect(libraries.contains("libFoundation.so"))
    }
}
