import Testing

@testable import OpusCore
@testable import OpusServer

@Suite("What events stand for")
struct RowHistoryTests {
    private var history = RowHistory()

    private static func row(
        request: ActionRequest = .none, progress: String = "", result: ActionResult = .none,
        last: String = "", second: Int = 0
    ) -> ProductOnClient {
        var row = ProductOnClient()
        row.clientID = "pc1.test"
        row.productID = "firefox"
        row.actionRequest = request
        row.actionProgress = progress
        row.actionResult = result
        row.lastAction = last
        row.modificationTime = LocalTimestamp(seconds: second)
        return row
    }

    private mutating func kinds(_ rows: [ProductOnClient]) -> [Happening.Kind?] {
        rows.map { history.happening($0)?.kind }
    }

    @Test("a run from its request to its end, each step once")
    mutating func run() {
        #expect(
            kinds([
                Self.row(request: .setup), Self.row(request: .setup),
                Self.row(request: .setup, progress: "installing"),
                Self.row(result: .successful, last: "setup"),
                Self.row(result: .successful, last: "setup"),
            ]) == [.requested, nil, .started, .succeeded, nil])
    }

    @Test("a failure has its reason, and the same failure again is told again")
    mutating func failure() throws {
        let failed = Self.row(progress: "1603", result: .failed, last: "setup", second: 1)
        let told = history.happening(failed)
        let happening = try #require(told)
        #expect(happening.kind == .failed)
        #expect(happening.detail == "1603")
        #expect(happening.action == "setup")
        // What it left stays while another try is asked for.
        let asked = Self.row(
            request: .setup, progress: "1603", result: .failed, last: "setup", second: 2)
        #expect(history.happening(asked)?.kind == .requested)
        let again = Self.row(progress: "1603", result: .failed, last: "setup", second: 3)
        #expect(history.happening(again)?.kind == .failed)
    }

    @Test("who puts it off waits, and a request that is taken back is no result")
    mutating func others() {
        #expect(
            kinds([
                Self.row(request: .setup), Self.row(request: .setup, progress: "Deferred"),
                Self.row(), Self.row(),
            ]) == [.requested, .deferred, .withdrawn, nil])
    }
}
