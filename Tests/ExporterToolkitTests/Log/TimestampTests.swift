import LocalSystem
import Testing

@Suite("Moments")
struct TimestampTests {
    @Test(
        "They are written in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (1_795_369_413, "2026-11-22T17:43:33Z"),
            (951_782_400, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
        ])
    func moments(time: Int, text: String) {
        #expect(Timestamp.iso(time) == text)
    }
}
