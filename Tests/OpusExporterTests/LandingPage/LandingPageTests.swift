import OpusCore
import Testing

@testable import OpusExporter
@testable import OpusServer

@Suite("Page for people")
struct LandingPageTests {
    private static let now = 1_790_000_100.0

    private static func page(_ servers: [ServerMetrics]) -> String {
        LandingPage(
            metrics: ExporterMetrics(servers: servers, process: Samples.process),
            telemetryPath: "/a&b", now: now
        ).html
    }

    private static func server(_ change: (inout ServerMetrics) -> Void = { _ in }) -> ServerMetrics
    {
        var server = Samples.metrics().servers[0]
        change(&server)
        return server
    }

    @Test(
        "shares are whole percents; what is there is not 0%, what is left out is not in 100%",
        arguments: [
            (0, 0, "0%"), (0, 9, "0%"), (9, 9, "100%"), (1, 3, "33%"), (2, 3, "67%"),
            (1, 1000, "under 1%"), (999, 1000, "over 99%"), (5, 1000, "under 1%"), (1, 100, "1%"),
        ])
    func share(part: Int, whole: Int, text: String) {
        #expect(LandingPage.share(part, of: whole) == text)
    }

    @Test(
        "ages",
        arguments: [
            (0, "0 seconds"), (1, "1 second"), (119.9, "119 seconds"), (120, "2 minutes"),
            (7200, "2 hours"), (172_800, "2 days"), (-5, "0 seconds"), (.infinity, "0 seconds"),
        ])
    func age(seconds: Double, text: String) {
        #expect(LandingPage.age(seconds) == text)
    }

    @Test("tells the states, the groups and how old it all is")
    func fleet() {
        let page = Self.page([Self.server()])
        #expect(page.contains("<title>1 failed – opsi fleet</title>"))
        #expect(
            page.contains(
                """
                <p class="good">✓ Reachable. Its data is 39 seconds old \
                (<time datetime="2026-09-21T14:14:20Z">2026-09-21 14:14:20 UTC</time>).</p>
                """))
        #expect(page.contains("<b>1</b> failed\n<small>25% of 4: "))
        #expect(page.contains("<b>2</b> updatable\n<small>50% of 4: "))
        // By failed clients, then the larger share first.
        let rows = page.split(separator: "\n").filter {
            $0.hasPrefix("<tr><th scope=\"row\"><a ")
        }
        #expect(
            rows.map { $0.split(separator: "</tr>")[0] } == [
                """
                <tr><th scope="row"><a href="#server0-group0"><bdi>back\\slash</bdi></a></th><td>1</td><td>2</td><td \
                class="share">50%<span class="bar" aria-hidden="true"><span \
                style="width:50.0%"></span></span></td>
                """,
                """
                <tr><th scope="row"><a href="#server0-group1"><bdi>clientdirectory</bdi></a></th><td>1</td><td>3</td><td \
                class="share">33%<span class="bar" aria-hidden="true"><span \
                style="width:33.3%"></span></span></td>
                """,
            ])
        #expect(page.contains("2 of 5 groups have some."))
        #expect(page.contains("<p>No errors since the start.</p>"))
        #expect(page.contains(#"<a href="./a&amp;b">Metrics</a>"#))
        #expect(!page.contains("All 1 servers"))
    }

    @Test("leads from a group to its clients, with reason and command, and to products and depots")
    func failures() {
        let page = Self.page([Self.server()])
        #expect(page.contains(#"<meta http-equiv="refresh" content="60">"#))
        let clients = page.components(separatedBy: "<section class=\"clients\"")
        #expect(clients.count == 3)
        #expect(
            clients[1].contains(
                """
                id="server0-group0">
                <h3>Failed clients of <bdi>back\\slash</bdi></h3>
                <p>Why, fault by fault: <code>opus why &#39;group:&quot;back\\\\slash&quot;&#39;</code></p>
                <ul>
                <li><b><bdi>pc1.example.org</bdi></b><br><bdi>firefox</bdi>: \
                <bdi>no &lt;space&gt; left</bdi><br><bdi>odd &quot;one&quot;</bdi>\
                <code>opus why pc1.example.org</code></li>
                </ul>
                """))
        // What fails now comes first.
        let products = page.components(separatedBy: "Products that fail")[1]
            .components(separatedBy: "</table>")[0]
        let order = ["119.0-1", "odd", "118.0-1"].map { products.firstRange(of: $0)?.lowerBound }
        #expect(order.allSatisfy { $0 != nil })
        #expect(order.compactMap(\.self).sorted() == order)
        #expect(products.contains("<small>on <bdi>depot1.example.org</bdi>, 7 wait</small>"))
        #expect(products.contains("<code>opus why -p firefox</code>"))
        #expect(products.contains("<td>2</td><td>3</td><td class=\"share\">20%"))
        #expect(page.contains("Depots by failed clients."))

        let several = Self.page([Self.server(), Self.server()])
        #expect(several.contains("<code>opus why pc1.example.org --context opsi.test</code>"))
    }

    @Test(
        "groups are quoted for opus and for a shell",
        arguments: [
            ("hall-1", "group:hall-1"), ("two words", #"'group:"two words"'"#),
            ("it's", #"'group:"it'\''s"'"#), (#"a"b\c"#, #"'group:"a\"b\\c"'"#),
            ("-x", "group:-x"), ("a\nb", #"'group:"a\u{A}b"'"#), ("grün", #"'group:"grün"'"#),
        ])
    func targets(group: String, target: String) {
        #expect(LandingPageFailures.target(group: group) == target)
    }

    @Test("what is not known is not told as zero")
    func unknown() {
        let fresh = ServerMetrics(name: "new", interval: .seconds(60))
        let waiting = Self.page([fresh])
        #expect(waiting.contains("Being read for the first time. There is no data yet.</p>"))
        #expect(waiting.contains("<title>No data – opsi fleet</title>"))
        #expect(!waiting.contains("<ul class=\"states\""))

        let stale = Self.page([
            Self.server {
                $0.fleet = nil
                $0.isUp = false
                $0.note(.unreachable, "<refused>", at: Self.now - 3)
            }
        ])
        #expect(stale.contains("✗ The last collection failed. Its data, 39 seconds old"))
        #expect(stale.contains("is too old to be shown.</p>"))
        #expect(
            stale.contains(
                """
                2026-09-21 14:14:57 UTC</time> <b>unreachable</b>: <bdi>&lt;refused&gt;</bdi></li>
                """))
        #expect(!stale.contains("<ul class=\"states\""))

        let groupless = Self.page([Self.server { $0.fleet = Fleets.groupless }])
        #expect(groupless.contains("Its groups could not be read."))
    }

    @Test("several servers have a sum of those that are known")
    func several() {
        let page = Self.page([
            Self.server(), ServerMetrics(name: "other", interval: .seconds(1)), Self.server(),
        ])
        #expect(page.contains("All 3 servers"))
        #expect(page.contains("1 of them can't be counted: there is no data."))
        #expect(page.contains("<b>2</b> failed\n<small>25% of 8: "))
    }

    @Test("keeps the latest errors, the newest first")
    func errors() {
        let server = Self.server { server in
            for number in 1...20 { server.note(.timeout, "e\(number)", at: Double(number)) }
        }
        #expect(server.recentErrors.map(\.message) == ["e20", "e19", "e18", "e17", "e16"])
    }
}
