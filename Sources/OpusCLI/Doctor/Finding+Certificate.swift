import LocalSystem
import OpusCore

extension Finding {
    private static let day = 86_400
    /// opsi renews its own certificate 30 days before the end, and looks daily.
    private static let warningDays = 14

    /// How long the server's certificate is good for, by this machine's clock.
    static func certificate(_ certificate: ServerCertificate, now: Int) -> Finding {
        let days = (certificate.notAfter - now) / day
        let until =
            "by \"\(certificate.issuer)\", valid until \(Timestamp.iso(certificate.notAfter)),"
        return days < warningDays
            ? Finding(
                "certificate", .warning,
                "\(until) that is \(days) days: renew it on the server (opsi's own: `opsiconfd"
                    + " setup`)")
            : Finding("certificate", "\(until) \(days) days")
    }
}
