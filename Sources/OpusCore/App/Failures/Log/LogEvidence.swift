/// A kind of line that tells why a run failed, other than an exit code. Lines of the first kinds
/// tell more than those of the later ones.
enum LogEvidence: Int, CaseIterable {
    case scriptMissing, fileMissing, timeout, diskFull, fileInUse, accessDenied, licence, service
    case notStarted, noScript, refused, pathMissing, copyFailed, noAdministrator
}

extension LogMark {
    /// What a line of level 2, 3 or 4 tells, with the code of Windows that it names.
    ///
    /// Texts after a code come in the language of Windows: only the number is looked at.
    static func evidence(_ text: LogText) -> (LogEvidence, Int?)? {
        if let number = text.afterFirst("Errorcode ")?.leadingNumber?.value {
            switch ResultCode(number).number {
            case 112, 39: return (.diskFull, number)
            case 32, 33: return (.fileInUse, number)
            case 5: return (.accessDenied, number)
            case 2, 3: return (.pathMissing, number)
            default: break
            }
        }
        if text.hasSuffix("giving up") {
            if text.hasPrefix("Script ") { return (.scriptMissing, nil) }
            if text.contains("file not found :") { return (.fileMissing, nil) }
        }
        if text.contains("Could not execute process") { return (.notStarted, -1) }
        if text.hasPrefix("Error:") || text.hasPrefix("Error executing") {
            if let found = licence(text) { return found }
            if text.contains("opsi service problem") { return (.service, nil) }
            if text.hasPrefix("Error executing") { return (.notStarted, -1) }
            if text.hasSuffix("does not exist") { return (.fileMissing, nil) }
            if text.contains("copy of "), text.contains(" not possible") {
                return (.copyFailed, nil)
            }
        }
        if text.contains("opsi service problem") { return licence(text) ?? (.service, nil) }
        if text.contains("not running with admin privileges") { return (.noAdministrator, nil) }
        if text.hasSuffix("So we abort the installation.") { return (.refused, nil) }
        return licence(text)
    }

    private static func licence(_ text: LogText) -> (LogEvidence, Int?)? {
        let tells =
            text.contains("Got no license key") || text.contains("No licenses in pool")
            || text.contains("No license available for pool")
            || text.contains("No license pool for product id")
            || text.contains("Multiple license pools")
            || text.hasPrefix("License pool '") && text.hasSuffix("not found")
        return tells ? (.licence, nil) : nil
    }
}
