/// The server's checks of values: each gives the value in the server's own form, or the error
/// that the server gives.
enum Check {
    static func hostId(_ value: JSON) throws(RPCError) -> String {
        let text = text(value).lowercased().trimmed
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isValid =
            labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.count <= 63 && !label.hasPrefix("-")
                    && label.unicodeScalars.allSatisfy { isLower($0) || $0 == "-" || $0 == "_" }
            }
        guard isValid, labels.count >= 3 else { throw .value("Bad fqdn: \(text.pythonText)") }
        return text
    }

    static func objectId(_ value: JSON) throws(RPCError) -> String {
        try id(value, extra: "-_. ", name: "object id")
    }

    static func productId(_ value: JSON) throws(RPCError) -> String {
        // What is no id of any object is refused as such, before a blank is.
        try id(.string(objectId(value)), extra: "-_.", name: "product id")
    }

    private static func id(
        _ value: JSON, extra: String, name: String
    ) throws(RPCError) -> String {
        let text = text(value).lowercased().trimmed
        let scalars = text.unicodeScalars
        guard let first = scalars.first, isLower(first), text.utf8.count <= 255,
            scalars.allSatisfy({ isLower($0) || extra.unicodeScalars.contains($0) })
        else { throw .value("Bad \(name): \(text.pythonText)") }
        return text
    }

    static func productVersion(_ value: JSON) throws(RPCError) -> String {
        try version(value, length: 32, name: "product version")
    }

    static func packageVersion(_ value: JSON) throws(RPCError) -> String {
        try version(value, length: 16, name: "package version")
    }

    private static func version(
        _ value: JSON, length: Int, name: String
    ) throws(RPCError) -> String {
        let text = text(value)
        guard (1...length).contains(text.count),
            text.unicodeScalars.allSatisfy({
                isLower($0) || ("A"..."Z").contains($0) || $0 == "."
            })
        else { throw .value("Bad \(name): \(text.pythonText)") }
        return text
    }

    static func productType(_ value: JSON) throws(RPCError) -> String {
        switch text(value).lowercased() {
        case "localboot", "localbootproduct": return "LocalbootProduct"
        case "netboot", "netbootproduct": return "NetbootProduct"
        default: throw .value("Unknown product type: \(text(value).pythonText)")
        }
    }

    static func groupType(_ value: JSON) throws(RPCError) -> String {
        switch text(value).lowercased() {
        case "hostgroup": return "HostGroup"
        case "productgroup": return "ProductGroup"
        default: throw .value("Unknown group type: \(text(value).pythonText)")
        }
    }

    static func actionRequest(_ value: JSON) throws(RPCError) -> String {
        try word(
            value, ["setup", "uninstall", "update", "always", "once", "custom", "none"],
            name: "action request")
    }

    static func installationStatus(_ value: JSON) throws(RPCError) -> String {
        try word(value, ["installed", "not_installed", "unknown"], name: "installation status")
    }

    static func actionResult(_ value: JSON) throws(RPCError) -> String {
        try word(value, ["failed", "successful", "none"], name: "action result")
    }

    static func targetConfiguration(_ value: JSON) throws(RPCError) -> String {
        try word(
            value, ["installed", "always", "forbidden", "undefined"],
            name: "target configuration")
    }

    private static func word(
        _ value: JSON, _ words: [String], name: String
    ) throws(RPCError) -> String {
        let text = text(value).lowercased()
        guard words.contains(text) else { throw .value("Bad \(name): \(text.pythonText)") }
        return text
    }

    static func timestamp(_ value: JSON) throws(RPCError) -> String {
        let text = text(value)
        if text.isEmpty || text.hasPrefix("0000") { return "0000-00-00 00:00:00" }
        if WireTime.seconds(text) != nil { return text }
        let digits = Array(text)
        if digits.count == 14, digits.allSatisfy({ ("0"..."9").contains($0) }) {
            let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { String(digits[$0]) }
            let written = "\(parts[0])-\(parts[1])-\(parts[2]) \(parts[3]):\(parts[4]):\(parts[5])"
            if WireTime.seconds(written) != nil { return written }
        }
        throw .value("Bad opsi timestamp: \(text.pythonText)")
    }

    static func hardwareAddress(_ value: JSON) throws(RPCError) -> String {
        let text = text(value)
        let digits = text.lowercased().filter { $0 != ":" && $0 != "-" }
        if digits.isEmpty { return "" }
        guard digits.count == 12, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            throw .value("Bad hardware address: \(text.pythonText)")
        }
        let characters = Array(digits)
        return stride(from: 0, to: 12, by: 2).map { String(characters[$0..<$0 + 2]) }
            .joined(separator: ":")
    }

    static func text(_ value: JSON) -> String {
        value.string ?? (value.isNull ? "None" : value.pythonText)
    }

    /// A list of checked values; one value stands for a list of one, nothing for none.
    static func list(
        _ value: JSON, _ check: (JSON) throws(RPCError) -> String
    ) throws(RPCError) -> [String] {
        var list: [String] = []
        for element in value.array ?? (value.isNull ? [] : [value]) {
            list.append(try check(element))
        }
        return list
    }

    private static func isLower(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }
}

extension String {
    var trimmed: String {
        var characters = self[...]
        while characters.first?.isWhitespace ?? false { characters.removeFirst() }
        while characters.last?.isWhitespace ?? false { characters.removeLast() }
        return String(characters)
    }
}
