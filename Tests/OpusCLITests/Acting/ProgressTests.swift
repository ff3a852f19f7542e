import Synchronization
import Testing

@testable import OpusBackend
@testable import OpusCLI
@testable import OpusCore
@testable import OpusServer

@Suite("Progress")
struct ProgressTests {
    private typealias Look = (client: Int, product: ObjectID, row: ProductOnClient?)

    /// Actions of which this was seen.
    private static func followed(_ looks: [Look]) throws -> FollowedActions {
        var rows: [ObjectID: [ObjectID: ProductOnClient]] = [:]
        let steps = looks.map { look in
            let id: ObjectID = "pc-\(look.client).lab.test"
            rows[id, default: [:]][look.product] = look.row
            var change = ProductOnClientChange(
                clientID: id, productID: look.product, type: .localboot)
            change.actionRequest = .setup
            return ActionPlan.Step(change, version: "1-1", seen: nil)
        }
        let clients = Set(steps.map(\.clientID))
        let plan = ActionPlan(
            operation: .install(force: false), steps: steps, skipped: [], warnings: [],
            firesOnDemand: false,
            selection: try ClientSelection(
                clients.isEmpty ? ["none"] : clients.sorted(),
                among: clients.isEmpty ? ["none"] : clients.sorted()))
        var followed = FollowedActions(
            ActionReport(
                plan: plan,
                outcomes: steps.map { ActionOutcome($0, .written(), asksClients: true) },
                onDemand: [:]))
        followed.take(FollowedActions.Look(rows: rows, clients: clients))
        return followed
    }

    private static func row(
        _ request: ActionRequest = .none, _ result: ActionResult = .none, progress: String = ""
    ) -> ProductOnClient {
        var row = ProductOnClient()
        row.actionRequest = request
        row.actionResult = result
        row.lastAction = "setup"
        row.actionProgress = progress
        return row
    }

    @Test("few have a line each")
    func few() throws {
        let text = ProgressText(
            try Self.followed([
                (1, "firefox", Self.row(.none, .successful)),
                (2, "firefox", Self.row(.none, .failed, progress: "disk full")),
                (3, "7zip", Self.row(.setup)),
                (4, "firefox", Self.row(.setup, progress: "installing")),
                (5, "firefox", nil),
            ]), after: .seconds(75))
        #expect(
            text.lines(width: 79) == [
                "01:15 [#########......] 3/5 done, 2 failed, 1 running, 1 waiting",
                "  pc-1  firefox  succeeded", "  pc-2  firefox  failed: disk full",
                "  pc-3  7zip     waiting", "  pc-4  firefox  installing",
                "  pc-5  firefox  unknown: taken back, or never reported",
            ])
    }

    @Test("many are counted, with the pace, those that failed last and those at work")
    func many() throws {
        let looks = (1...5_000).map { number -> Look in
            let row =
                switch number {
                case 1...12: Self.row(.none, .failed)
                case 13...2_000: Self.row(.none, .successful)
                case 2_001...2_040: Self.row(.setup, progress: "installing")
                default: Self.row(.setup)
                }
            return (number, number % 2 == 0 ? "firefox" : "7zip", row)
        }
        let text = ProgressText(try Self.followed(looks), after: .seconds(600))
        #expect(
            text.lines(width: 79) == [
                "10:00 [######.........] 2000/5000 done, 12 failed, 40 running, 2960 waiting",
                "  200 a minute, about 15 min left",
                "  products  7zip 1000/2500; firefox 1000/2500",
                "  failed    pc-12 firefox; pc-11 7zip; pc-10 firefox; pc-9 7zip; … 8 more",
                "  running   pc-2001 7zip: installing; pc-2002 firefox: installing; … 38 more",
            ])
    }

    @Test("where it is narrow, numbers stay and the bar goes; one product is not named")
    func narrow() throws {
        let text = ProgressText(
            try Self.followed(
                (1...12).map { number in
                    (
                        number, "firefox",
                        number <= 3
                            ? Self.row(.none, .failed)
                            : Self.row(.setup, progress: number < 6 ? "installing" : "")
                    )
                }), after: .seconds(75))
        #expect(
            text.lines(width: 50) == [
                "01:15 3/12 done, 3 failed, 2 running, 7 waiting",
                "  failed    pc-3; pc-2; pc-1",
                "  running   pc-4: installing; pc-5: installing",
            ])
    }

    @Test(
        "never wider than the terminal, never more than it can show", arguments: [20, 40, 79, 200])
    func fits(width: Int) throws {
        for count in [0, 1, 10, 11, 500] {
            let followed = try Self.followed(
                (0..<count).map {
                    (
                        $0, "a-product-with-a-rather-long-name",
                        Self.row(.setup, progress: "\u{1B}[31m漢字")
                    )
                })
            let lines = ProgressText(followed, after: .seconds(3_700)).lines(width: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
            #expect(lines.count <= ProgressText.mostLines + 1)
            #expect(!lines.joined().contains("\u{1B}"))
        }
    }

    @Test("reading shows from the first second on, and leaves no trace")
    func reading() {
        let written = Mutex<[String]>([])
        let elapsed = Mutex(Duration.zero)
        let display = ReadingDisplay(
            elapsed: { elapsed.withLock { $0 } },
            write: { text in written.withLock { $0.append(text) } })
        func show(_ read: Int, after time: Duration) {
            elapsed.withLock { $0 = time }
            display.show(ReadingProgress(read: read, total: 10_000))
        }
        show(133, after: .milliseconds(999))
        display.clear()
        #expect(written.withLock { $0 } == [])
        show(266, after: .seconds(1))
        show(399, after: .seconds(2))
        show(10_000, after: .seconds(3))
        display.clear()
        #expect(
            written.withLock { $0 } == [
                "\r\u{1B}[Kreading: 266 of 10000 clients",
                "\r\u{1B}[Kreading: 399 of 10000 clients", "\r\u{1B}[K",
            ])
        show(1, after: .seconds(4))
        display.clear()
        #expect(written.withLock { $0.last } == "\r\u{1B}[K")
    }
}
