import Testing

@testable import OpsiMock

/// The imitated times beside those that were measured on a real server (2,000 clients × 100
/// products).
@Suite("Service time")
struct ServiceTimeTests {
    @Test(
        "Calls take about as long as they were measured to take",
        arguments: [
            ("productOnClient_getObjects", 91_500_000, 0, 6.1),
            ("productOnClient_getObjects", 75_100_000, 200_083, 5.3),
            ("productOnClient_getObjects", 2_700_000, 200_083, 0.34),
            ("productOnClient_getObjects", 9_100_000, 0, 0.68),
            ("productOnClient_getObjects", 9_200_000, 200_083, 0.78),
            ("productOnClient_getIdents", 11_600_000, 0, 1.4),
            ("accessControl_userIsAdmin", 40, 0, 0.005),
        ])
    func measured(method: String, bytes: Int, scanned: Int, seconds: Double) {
        let cost = ServiceTime.cost(methods: [method], answer: bytes, scannedRows: scanned)
        let ratio = cost / .seconds(1) / seconds
        #expect((0.8...1.25).contains(ratio), "\(ratio)")
    }
}
