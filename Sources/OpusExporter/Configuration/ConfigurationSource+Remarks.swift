import LocalSystem

extension ConfigurationSource {
    /// What is valid, and yet perhaps not what was meant.
    ///
    /// - Parameter configuration: what came of this source.
    /// - Returns: a sentence each.
    func remarks(on configuration: ExporterConfiguration) -> [String] {
        let web = configuration.web.configurationFile
        let users =
            web?.sendsPasswordsInTheClear == true
            ? [
                "\(web?.path ?? ""): users, but no tls_server_config: their passwords cross the"
                    + " network in the clear"
            ] : []
        return passwordFiles + users + proxies
    }

    private var passwordFiles: [String] {
        let common = Settings(arguments: arguments, environment: environment)
        let file = common.value(.configFile).flatMap { path in
            try? ConfigurationFile(path: path.text, origin: path.origin)
        }
        let servers: [ConfigurationFile.Server?] = file?.servers ?? [nil]
        let remarks = servers.compactMap { server -> String? in
            let settings = Settings(
                arguments: arguments, environment: environment, file: file, server: server)
            guard let password = settings.value(.passwordFile),
                FileText.isReadableByAll(password.text)
            else { return nil }
            return "\(password.origin): everybody on this machine may read the password in"
                + " \(password.text): chmod o-r it"
        }
        // What holds for several servers is said once.
        var said: Set<String> = []
        return remarks.filter { said.insert($0).inserted }
    }

    private var proxies: [String] {
        let names = ProcessEnvironment.proxies(in: environment)
        guard !names.isEmpty else { return [] }
        return [
            "\(names.joined(separator: ", ")) in the environment: no proxy is used, opsi servers are"
                + " reached directly"
        ]
    }
}
