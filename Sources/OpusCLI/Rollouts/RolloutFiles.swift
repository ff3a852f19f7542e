import LocalSystem
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What lies beside a rollout's plan: its journal, a lock, and what a person wants of it.
struct RolloutFiles: RolloutStore {
    /// Where the plan is.
    let plan: String
    private var journal: String { plan + ".journal" }
    private var lock: String { plan + ".lock" }
    private var wishFile: String { plan + ".wish" }

    /// So large a journal is none.
    private static let largest = 256 << 20

    // MARK: The journal

    /// The state that was saved last; nil where it has not begun.
    ///
    /// - Throws: `CommandFailure` where there is one that can't be read, or of another plan.
    func state(of digest: String) throws(CommandFailure) -> RolloutState? {
        guard let state = try state() else { return nil }
        guard state.plan == digest else {
            throw .usage(
                "\(plan) was changed after its rollout began, so nothing is done: undo the change,"
                    + " or plan anew under another name")
        }
        return state
    }

    /// The state that was saved last, of whatever plan.
    func state() throws(CommandFailure) -> RolloutState? {
        let text: String
        do throws(FileText.Failure) {
            text = try FileText.contents(journal, limit: Self.largest)
        } catch {
            if error.isMissing { return nil }
            throw .usage("\(journal) can't be read: \(error.reason)")
        }
        do throws(RolloutState.Mistake) {
            return try RolloutState(json: Array(text.utf8))
        } catch {
            throw .usage("\(journal) can't be used: \(error.description)")
        }
    }

    /// Keeps a state: whole, or not at all, and safe from a power cut.
    func save(_ state: RolloutState) throws {
        do {
            try AtomicFile.write(try state.json(), to: journal, for: .keeping)
            giveToFolder(journal)
        } catch let failure as AtomicFile.Failure {
            throw CommandFailure(
                .tryAgain,
                "the journal can't be written, so nothing more is sent: \(failure.description)")
        }
    }

    // MARK: What a person wants

    func wish() -> RolloutWish? {
        guard let text = try? FileText.contents(wishFile, limit: 100) else { return nil }
        return RolloutWish(rawValue: text.trimmed)
    }

    func fulfil(_ wish: RolloutWish) throws {
        // Another one may have come meanwhile.
        if self.wish() == wish { unlink(wishFile) }
    }

    /// Leaves what a person wants to whoever goes on with the rollout.
    func want(_ wish: RolloutWish) throws(CommandFailure) {
        do throws(AtomicFile.Failure) {
            try AtomicFile.write((wish.rawValue + "\n").utf8, to: wishFile, for: .keeping)
            giveToFolder(wishFile)
        } catch {
            throw CommandFailure(.tryAgain, error.description)
        }
    }

    /// What root writes belongs to the folder's owner, or a timer's user could not go on with it.
    private func giveToFolder(_ path: String) {
        guard geteuid() == 0 else { return }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        var status = stat()
        if stat(folder, &status) == 0 { lchown(path, status.st_uid, status.st_gid) }
    }

    // MARK: One at a time

    /// Takes the rollout for this process; it is free again when the value is gone, or the process.
    ///
    /// - Throws: `CommandFailure` where another process has it.
    func take() throws(CommandFailure) -> RolloutLock {
        guard let taken = try takeIfFree() else {
            throw CommandFailure(.tryAgain, "another opus is at work on this rollout")
        }
        return taken
    }

    /// Takes the rollout; nil where another process has it.
    func takeIfFree() throws(CommandFailure) -> RolloutLock? {
        try requirePlan()
        defer { giveToFolder(lock) }
        return try RolloutLock(lock)
    }

    /// Nothing is made beside a plan that is not there.
    private func requirePlan() throws(CommandFailure) {
        guard FileText.exists(plan) else { throw .usage("\(plan.visible) does not exist") }
    }
}

/// That one process alone goes on with a rollout.
final class RolloutLock: Sendable {
    private let descriptor: Int32

    /// Takes a lock; nil where another process has it.
    fileprivate init?(_ path: String) throws(CommandFailure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .usage("\(path) can't be made: \(String(cString: strerror(errno)).lowercased())")
        }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else {
                throw .usage(
                    "\(path) can't be locked: \(String(cString: strerror(errno)).lowercased())")
            }
            return nil
        }
    }

    deinit { close(descriptor) }
}
