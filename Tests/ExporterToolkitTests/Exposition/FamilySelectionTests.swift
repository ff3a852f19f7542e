import Testing

@testable import ExporterToolkit

@Suite("Choosing families by name[]")
struct FamilySelectionTests {
    @Test(
        "names are read from the query",
        arguments: [
            (nil, nil), ("", nil), ("a=b", nil), ("name=opsi_up", nil),
            ("name[]=opsi_up", ["opsi_up"]), ("name%5B%5D=opsi%5fup", ["opsi_up"]),
            ("name[]=a&x=y&name[]=b", ["a", "b"]), ("name[]", [""]), ("name[]=", [""]),
            ("&&name[]=%&name[]=%4&name[]=%zz", ["%", "%4", "%zz"]),
            ("name[]=%+1%ff", ["%+1\u{FFFD}"]),
        ] as [(String?, [String]?)])
    func query(query: String?, expected: [String]?) {
        #expect(FamilySelection.names(inQuery: query) == expected)
    }
}
