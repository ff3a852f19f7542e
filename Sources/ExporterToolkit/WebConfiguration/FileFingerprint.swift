#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What tells one state of a file from another without reading it.
struct FileFingerprint: Sendable, Equatable {
    private let device: UInt64
    private let number: UInt64
    private let size: Int64
    private let modified: [Int]

    /// The state of a file now, behind any links; nil where there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Glibc)
            modified = [
                status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                status.st_ctim.tv_nsec,
            ]
        #else
            modified = [
                status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec,
                status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec,
            ]
        #endif
    }
}
