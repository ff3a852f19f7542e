import ExporterToolkit
import WebSupport

extension WebFiles {
    /// What the files say now.
    func settings(_ change: (inout WebLimits) -> Void = { _ in }) throws -> WebSettings {
        var settings = WebSettings(listenAddresses: [.init(host: "127.0.0.1", port: 0)])
        settings.configurationFile = try WebConfigurationFile(path: configuration)
        change(&settings.limits)
        return settings
    }
}
