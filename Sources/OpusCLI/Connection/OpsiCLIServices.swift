import OpusCore

/// The services that opsi-cli was configured with: a list of name, url, username and password, and
/// perhaps which is the usual one.
enum OpsiCLIServices {
    /// Passwords that opsi-cli hides in a way of its own begin like this.
    private static let hiddenMark = "{crypt}"

    /// The usual service, or the only one; nil where there is none to choose. A file of another
    /// tool is taken as a hint: what can't be read in it is no mistake of the user of opus.
    static func chosen(_ text: String, path: String) -> ConnectionLayer? {
        guard let root = try? YAML(text, path: path).root,
            let services = root.member("services")?.items
        else { return nil }
        let named = root["service"].flatMap { name in services.first { $0["name"] == name } }
        guard let service = named ?? (services.count == 1 ? services.first : nil),
            let url = service["url"]
        else { return nil }
        let password = service["password"].flatMap { text in
            text.isEmpty || text.hasPrefix(hiddenMark)
                ? nil : Connection.Password.known(Secret(text))
        }
        return ConnectionLayer(
            url: url, username: service["username"], password: password,
            needsCode: service["totp"] == "true",
            origin: "opsi-cli's service '\(service["name"] ?? url)' in \(path)")
    }
}
