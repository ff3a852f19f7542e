import Foundation
import OpusCore
import TestSupport
import Testing

@Suite struct DepotUpdateTests {
    /// An ssh that writes down its arguments and replays an updater.
    private func withSSH(
        _ script: String,
        _ body: (_ ssh: [String], _ arguments: () throws -> [String]) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let log = directory.appending(path: "arguments").path
            let ssh = directory.appending(path: "ssh")
            try """
            #!/bin/sh
            echo "$*" >> '\(log)'
            case "$*" in *" list "*) action=list ;; *) action=update ;; esac
            \(script)
            """.write(to: ssh, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: ssh.path)
            // Through the shell: a file that was just written can't always be started itself,
            // where another test starts a process at that moment.
            try await body(["/bin/sh", ssh.path, "-p", "2222", "root@depot"]) {
                guard FileManager.default.fileExists(atPath: log) else { return [] }
                return try String(contentsOfFile: log, encoding: .utf8)
                    .split(separator: "\n").map(String.init)
            }
        }
    }

    private let list = """
        printf '\\033[0;32mfirefox: 124.0-2 in uib-windows (updatable from: 123.0-1)\\033[0m\\n'
        echo 'Welcome to depot'
        echo '7zip: 24.08-1 in my repo, the second (updatable from: 23.01-4)'
        echo 'a notice' >&2
        """

    @Test func listsUpdates() async throws {
        try await withSSH(list) { ssh, arguments in
            let updates = try await Opus.updates(sshCommand: ssh)
            #expect(updates.packages.map(\.productID) == ["firefox", "7zip"])
            #expect(updates.packages.map(\.version) == ["124.0-2", "24.08-1"])
            #expect(updates.packages.map(\.installedVersion) == ["123.0-1", "23.01-4"])
            #expect(
                updates.packages.map(\.repository) == ["uib-windows", "my repo, the second"])
            #expect(updates.otherLines == ["Welcome to depot"])
            #expect(
                try arguments() == [
                    "-o BatchMode=yes -p 2222 root@depot opsi-package-updater "
                        + "--no-patch-repo-files list --updatable-packages"
                ])
        }
    }

    @Test func nothingPrintedMeansNoUpdates() async throws {
        try await withSSH("exit 0") { ssh, _ in
            let updates = try await Opus.updates(sshCommand: ssh)
            #expect(updates.packages.isEmpty)
        }
    }

    @Test(arguments: [
        (Int32(255), "Permission denied (publickey).", RemoteShellError.Code.unreachable),
        (127, "sh: 1: opsi-package-updater: not found", .notInstalled), (1, "kaputt", .failed),
    ])
    func tellsWhyThereIsNoList(
        status: Int32, said: String, code: RemoteShellError.Code
    ) async throws {
        try await withSSH("echo '\(said)' >&2; exit \(status)") { ssh, _ in
            let error = await #expect(throws: RemoteShellError.self) {
                try await Opus.updates(sshCommand: ssh)
            }
            #expect(error?.code == code)
            #expect(error?.message.contains(said) == true)
            #expect(error?.status == status)
        }
    }

    @Test(arguments: [
        (Int32(0), DepotUpgrade.Ending.succeeded), (1, .notRun), (2, .someFailed),
    ])
    func updatesAndListsWhatIsLeft(status: Int32, ending: DepotUpgrade.Ending) async throws {
        let script = """
            if [ $action = update ]; then
              printf '\\033[1mlast words\\033[0m\\n' >&2
              exit \(status)
            fi
            echo '7zip: 24.08-1 in uib (updatable from: 23.01-4)'
            """
        try await withSSH(script) { ssh, arguments in
            let upgrade = try await Opus.installUpdatesOnDepot(
                sshCommand: ssh, products: ["firefox", "7zip"])
            #expect(upgrade.ending == ending)
            #expect(upgrade.remaining.map(\.productID) == ["7zip"])
            #expect(upgrade.lastWords == "last words")
            let run = try arguments()
            #expect(run.count == 2)
            #expect(
                run.first?.hasSuffix("opsi-package-updater -v update firefox 7zip") == true)
        }
    }

    @Test(arguments: [
        [], ["a; rm -rf /"], ["-x"], ["$(x)"], ["A"], ["a b"], [""],
        [String(repeating: "a", count: 129)],
    ])
    func runsNothingForOddProducts(products: [String]) async throws {
        try await withSSH("exit 0") { ssh, arguments in
            await #expect(throws: ActionRefused.self) {
                try await Opus.installUpdatesOnDepot(
                    sshCommand: ssh, products: products.map { ObjectID($0) })
            }
            let run = try arguments()
            #expect(run.isEmpty)
        }
    }

    @Test(arguments: [
        [], ["ssh"], ["ssh", ""], ["ssh", "-v"], ["/no/such/program", "root@depot"],
        ["no-such-program-here", "root@depot"],
    ])
    func refusesWhatIsNoCommand(command: [String]) async throws {
        let error = await #expect(throws: RemoteShellError.self) {
            try await Opus.updates(sshCommand: command)
        }
        #expect(error?.code == .configuration)
    }

    @Test func endsTheCommandWhenCancelled() async throws {
        try await withSSH("exec sleep 600") { ssh, arguments in
            let task = Task { try await Opus.updates(sshCommand: ssh) }
            while try arguments().isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
