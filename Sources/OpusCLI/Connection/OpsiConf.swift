import LocalSystem
import OpusCore

/// `/etc/opsi/opsi.conf` on an opsi server: TOML with the host's id and key, and the service's
/// address. Only the few keys that are needed are looked at.
enum OpsiConf {
    static func layer(_ text: String, places: ConnectionResolver.Places) -> ConnectionLayer? {
        let values = strings(text)
        guard let id = values["host.id"], let key = values["host.key"], !id.isEmpty, !key.isEmpty
        else { return nil }
        let url = values["service.url"] ?? "https://localhost:4447"
        let hasAuthority = FileText.exists(places.opsiAuthority)
        return ConnectionLayer(
            url: url, username: id, password: .known(Secret(key)),
            trust: hasAuthority ? .authorityFile(places.opsiAuthority) : nil,
            origin: places.opsiConf)
    }

    /// All values that are strings, by `section.key`; the rest of TOML is passed over.
    static func strings(_ text: String) -> [String: String] {
        var section = ""
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmed
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                section = line[line.index(after: line.startIndex)..<end].trimmed + "."
                continue
            }
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { continue }
            let key = line[..<equals].trimmed
            let rest = line[line.index(after: equals)...].trimmed
            guard let quote = rest.first, quote == "\"" || quote == "'" else { continue }
            let inside = rest.dropFirst()
            guard let end = inside.firstIndex(of: quote), !inside[..<end].contains("\\") else {
                continue
            }
            values[section + key] = String(inside[..<end])
        }
        return values
    }
}

extension StringProtocol {
    /// The text without blanks at its ends.
    var trimmed: String {
        var text = Substring(self)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
