import Foundation
import TestSupport
import Testing

/// The table that maps the reference's methods to Swift's stays true.
@Suite("The reference API's table") struct ReferenceAPITests {
    private struct Row: Hashable {
        var layer: String
        var reference: String
        var swift: String
        var test: String
    }

    /// What the reference has, layer by layer.
    private static let reference: [String: [String]] = [
        "Server": [
            "addClientToGroup", "clientGroupMembers", "clientGroups", "clients", "fireEvent",
            "installProductOnClient", "processActionRequests", "productGroupMembers",
            "productGroups", "products", "productsOnClient", "productsOnDepot", "reachable",
            "reboot", "setProductOnClientStatus", "showPopup", "shutdown", "softwareOnClient",
            "uninstallProductOnClient", "wakeOnLan",
        ],
        "Backend": [
            "addClientsToGroup", "clientGroupMembers", "clientGroups", "clients", "install",
            "ondemand", "productGroupMembers", "productGroups", "products", "reboot",
            "setInstalled", "setSetup", "setUninstalled", "shutdown", "softwareOnClient",
            "uninstall",
        ],
        "Opus": [
            "addClientsToGroup", "clientGroupMembers", "clientGroups", "clients",
            "evaluateTargets", "failedClients", "install", "installUpdatesOnDepot", "isFailed",
            "isFresh", "listMigratable", "migrate", "ondemand", "osVersion",
            "productGroupMembers", "productGroups", "products", "reboot", "setInstalled",
            "setSetup", "shutdown", "softwareOnClient", "uninstall", "unpackaged", "updatable",
            "update", "updates",
        ],
    ]
    private static let folders = ["Server": "Server", "Backend": "Backend", "Opus": "App"]

    @Test("Every method of the reference has a row, and no row is of anything else")
    func complete() throws {
        let rows = try Self.rows()
        #expect(Set(rows).count == rows.count)
        for (layer, methods) in Self.reference {
            #expect(rows.filter { $0.layer == layer }.map(\.reference) == methods, "\(layer)")
        }
        #expect(Set(rows.map(\.layer)) == Set(Self.reference.keys))
    }

    @Test("Every Swift method of the table is public in its layer, or short for one above it")
    func methods() throws {
        let faces = try Self.text(below: "Sources/OpusCore/App") {
            $0.lastPathComponent.hasPrefix("Backend+")
        }
        for (layer, folder) in Self.folders {
            let sources =
                try Self.text(below: "Sources/OpusCore/\(folder)")
                + (layer == "Backend" ? faces : "")
            let declared = Self.declarations(in: sources)
            for row in try Self.rows() where row.layer == layer {
                #expect(declared.contains(row.swift), "\(layer).\(row.swift)")
            }
        }
    }

    @Test("Every test of the table exists")
    func tests() throws {
        for row in try Self.rows() {
            let parts = row.test.split(separator: "/")
            try #require(parts.count == 3, "\(row.test)")
            let sources = try Self.text(below: "Tests/\(parts[0])")
            let pieces = sources.matches(of: /(?:struct|extension) (\w+Tests)\b/)
            let ends = pieces.dropFirst().map(\.range.lowerBound) + [sources.endIndex]
            let bodies = zip(pieces, ends).filter { $0.0.1 == parts[1] }
                .map { sources[$0.range.lowerBound..<$1] }
            try #require(!bodies.isEmpty, "\(row.test)")
            #expect(bodies.contains { $0.contains("func \(parts[2])(") }, "\(row.test)")
        }
    }

    private static func rows() throws -> [Row] {
        let page = try Project.text("Sources/OpusCore/App/OpusCore.docc/ReferenceAPI.md")
        var layer = ""
        var rows: [Row] = []
        for line in page.split(separator: "\n") {
            if let heading = line.firstMatch(of: /^## `(\w+)`/) { layer = String(heading.1) }
            if let row = line.wholeMatch(of: /\| (\w+) \| `(.+)` \| `(.+)` \|/) {
                rows.append(
                    Row(
                        layer: layer, reference: String(row.1), swift: String(row.2),
                        test: String(row.3)))
            }
        }
        return rows
    }

    /// The names of public functions with their labels, as `name(label:)`.
    private static func declarations(in text: String) -> Set<String> {
        var found: Set<String> = []
        // The arrow of a function's type would close a bracket.
        let text = text.replacing("->", with: "  ")
        for match in text.matches(of: /public (?:static )?func (\w+)\(/) {
            var depth = 1
            var labels: [Substring] = []
            var parameter = text[match.range.upperBound..<match.range.upperBound]
            for index in text[match.range.upperBound...].indices {
                switch text[index] {
                case "(", "[", "<": depth += 1
                case ")", "]", ">": depth -= 1
                default: break
                }
                let isEnd = depth == 0
                if isEnd || (depth == 1 && text[index] == ",") {
                    if let label = parameter.firstMatch(of: /\w+/) { labels.append(label.0) }
                    parameter = text[text.index(after: index)..<text.index(after: index)]
                } else {
                    parameter = text[parameter.startIndex...index]
                }
                if isEnd { break }
            }
            found.insert("\(match.1)(\(labels.map { "\($0):" }.joined()))")
        }
        return found
    }

    private static func text(
        below folder: String, where isWanted: (URL) -> Bool = { _ in true }
    ) throws -> String {
        try Project.files(below: folder).filter { isWanted(URL(filePath: $0)) }
            .map(Project.text).joined(separator: "\n")
    }
}
