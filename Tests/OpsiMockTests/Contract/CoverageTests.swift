import Foundation
import Testing

/// Whether each file of the recording is judged, or left out for a reason.
@Suite struct CoverageTests {
    @Test func everyRecordingIsJudgedOrLeftOut() {
        let judged =
            StatelessRecordingTests.recordings.map(\.name)
            + RecordedSessionTests.recordings.map(\.name)
        #expect(judged.count == Set(judged).count)
        #expect(Set(judged).union(leftOutRecordings.keys) == Set(Recording.names))
    }

    @Test func whatIsLeftOutIsThere() {
        let named = Set(leftOutRecordings.keys).union(shapeOnlyRecordings.keys)
        #expect(named.isSubset(of: Recording.names))
    }
}
