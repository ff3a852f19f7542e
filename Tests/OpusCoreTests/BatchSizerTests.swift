import Testing

@testable import OpusBackend

@Suite("Batch sizes")
struct BatchSizerTests {
    @Test("The first batch is small, the next ones have the rows that a call should have")
    func rows() {
        var sizer = BatchSizer(FleetReading(batchSize: 1_000, rowsPerCall: 20_000))
        #expect(sizer.nextSize == 50)
        sizer.saw(rows: 50 * 100, ofClients: 50)
        #expect(sizer.nextSize == 200)
        sizer.saw(rows: 200 * 225, ofClients: 200)
        #expect(sizer.nextSize == 100)
    }

    @Test("No batch has more clients than allowed, or none at all")
    func limits() {
        var sizer = BatchSizer(FleetReading(batchSize: 7, rowsPerCall: 20_000))
        #expect(sizer.nextSize == 7)
        sizer.saw(rows: 0, ofClients: 7)
        #expect(sizer.nextSize == 7)
        sizer = BatchSizer(FleetReading(batchSize: .max, rowsPerCall: 1))
        sizer.saw(rows: 5_000, ofClients: 10)
        #expect(sizer.nextSize == 1)
        sizer = BatchSizer(FleetReading(batchSize: .max, rowsPerCall: .max))
        sizer.saw(rows: 0, ofClients: 10)
        #expect(sizer.nextSize >= 1)
    }
}
