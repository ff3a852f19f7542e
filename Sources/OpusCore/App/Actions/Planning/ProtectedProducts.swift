public import OpusServer

/// Products that are left out wherever nobody names the products.
public struct ProtectedProducts: Sendable, Equatable {
    /// The product ids.
    public var ids: Set<ObjectID>

    /// The usual ones: what opsi itself rests on, what installs systems, and what changes a client
    /// as a whole.
    public static let usual = ProtectedProducts(ids: [
        "windomain", "opsi-winst", "opsi-script", "opsi-script-test", "opsi-auto-update",
        "opsi-winpe", "opsi-bootimage-local", "opsi-uefi-netboot", "opsi-wan-config-on",
        "opsi-wan-config-off", "shutdownwanted", "activate-win", "windows10-upgrade",
        "windows11-upgrade", "win10-sysprep-app-update-blocker",
    ])

    static let windomain: ObjectID = "windomain"
}
