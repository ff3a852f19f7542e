import LocalSystem
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// This machine's clocks, and its files of time zones.
enum RolloutClock {
    static func now() -> RolloutMoment {
        var uptime = timespec()
        #if canImport(Glibc)
            clock_gettime(CLOCK_BOOTTIME, &uptime)
        #else
            clock_gettime(CLOCK_MONOTONIC, &uptime)
        #endif
        return RolloutMoment(unixTime: Int(time(nil)), boot: boot, uptime: uptime.tv_sec)
    }

    /// What names the time since the machine's start.
    private static let boot =
        (try? FileText.contents("/proc/sys/kernel/random/boot_id", limit: 100))?.trimmed ?? ""

    private static let folder = "/usr/share/zoneinfo/"

    /// The rules of a time zone; UTC where none is named.
    ///
    /// - Throws: `CommandFailure` where there is no such zone.
    static func zone(_ name: String?) throws(CommandFailure) -> ZoneRules {
        guard let name else { return .utc }
        guard ZoneRules.isName(name) else {
            throw .usage("\"\(name.visible)\" is no name of a time zone, such as Europe/Berlin")
        }
        let descriptor = open(folder + name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .usage(
                "this machine has no time zone \(name): names are those of \(folder), such as"
                    + " Europe/Berlin, and the package tzdata brings them")
        }
        defer { close(descriptor) }
        guard let bytes = try? FileText.contents(of: descriptor, limit: 1 << 20),
            let rules = try? ZoneRules(name: name, bytes: bytes)
        else { throw .usage("\(folder)\(name) is no file of a time zone") }
        return rules
    }
}
