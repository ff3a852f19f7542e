import MockSupport
import OpsiMock
import TestSupport
import Testing

@testable import OpusServer

/// An answer that is the same as the last one is not read again, and nothing else passes for one.
@Suite("Answers that are the same")
struct AnswerRecallTests {
    // MARK: Comparing

    /// What is handed on of an answer that comes in pieces, and whether it was the same.
    private static func compare(
        _ answer: [UInt8], with earlier: [UInt8], pieces size: Int
    ) throws -> (read: [UInt8], isSame: Bool, kept: [UInt8]?) {
        var comparison = AnswerComparison(with: earlier)
        var read: [UInt8] = []
        var rest = answer[...]
        while !rest.isEmpty {
            Array(rest.prefix(size)).withUnsafeBytes { piece in
                comparison.take(piece) { read += Array($0) }
            }
            rest = rest.dropFirst(size)
        }
        let isSame = comparison.finish { read += Array($0) }
        return (read, isSame, comparison.bytes)
    }

    @Test("only the same bytes are the same, however they come", arguments: [1, 2, 3, 7, 100])
    func bytes(size: Int) throws {
        let answer = Array("an answer of some length".utf8)
        #expect(try Self.compare(answer, with: answer, pieces: size).isSame)
        #expect(try Self.compare(answer, with: answer, pieces: size).read == [])
        for place in answer.indices {
            var other = answer
            other[place] ^= 1
            for changed in [other, Array(answer[..<place]), answer + [UInt8(place)]] {
                let result = try Self.compare(changed, with: answer, pieces: size)
                #expect(!result.isSame)
                #expect(result.read == changed)
                #expect(result.kept == changed)
            }
        }
        let first = try Self.compare(answer, with: [], pieces: size)
        #expect(first.read == answer && first.kept == answer && !first.isSame)
    }

    @Test(
        "when a gzip stream was made makes no difference, and all else does", arguments: [1, 5, 90])
    func gzipTime(size: Int) throws {
        let answer = gzip(Array("an answer of some length".utf8))
        for place in answer.indices {
            var other = answer
            other[place] ^= 1
            let result = try Self.compare(other, with: answer, pieces: size)
            #expect(result.isSame == (4..<8).contains(place), "\(place)")
        }
        // With a sum of the head, its bytes belong together.
        var flagged = answer
        flagged[3] = 2
        var later = flagged
        later[4] ^= 1
        #expect(try !Self.compare(later, with: flagged, pieces: size).isSame)
    }

    @Test("a very long answer is read, and not kept")
    func long() throws {
        let answer = [UInt8](repeating: 7, count: AnswerComparison.longest + 1)
        let result = try Self.compare(answer, with: [], pieces: 1 << 20)
        #expect(result.read.count == answer.count)
        #expect(result.kept == nil)
    }

    // MARK: Calls

    @Test("what did not change is not read again, and what did is")
    func calls() async throws {
        try await withServer(of: .recorded) { mock, server in
            server.recallAnswers()
            let members = try await server.clientGroupMemberships()
            let groups = try await server.clientGroups()
            #expect(server.rpc.recall.reused == 0)
            #expect(try await server.clientGroupMemberships() == members)
            #expect(try await server.clientGroups() == groups)
            #expect(server.rpc.recall.reused == 2)

            let client: ObjectID = "pc-acc-01.fleet.test"
            let group = try #require(
                groups.first { !members.groups(ofObject: client).contains($0.id) })
            try await server.addClientToGroup(client, group: group.id)
            let changed = try await server.clientGroupMemberships()
            #expect(changed.groups(ofObject: client).contains(group.id))
            #expect(server.rpc.recall.reused == 2)
            #expect(try await server.clientGroupMemberships() == changed)
            #expect(server.rpc.recall.reused == 3)
        }
    }

    @Test("an answer that breaks off, or is none, is an error, and the next one is right")
    func faults() async throws {
        for kind in [OpsiMock.Fault.Kind.truncate, .garbage, .rpcError, .wrongType, .reset] {
            try await withServer(of: .recorded) { mock, server in
                server.recallAnswers()
                let groups = try await server.clientGroups()
                mock.faults.set([.init(kind, count: 1)])
                await #expect(throws: ServerError.self, "\(kind)") {
                    _ = try await server.clientGroups()
                }
                #expect(server.rpc.recall.reused == 0)
                mock.faults.clear()
                #expect(try await server.clientGroups() == groups)
                #expect(server.rpc.recall.reused == 1)
            }
        }
    }

    @Test("nothing is kept unless that is wanted, and for as long as it is")
    func off() async throws {
        try await withServer(of: .recorded) { _, server in
            for _ in 0..<2 { _ = try await server.clientGroups() }
            #expect(server.rpc.recall.reused == 0)
            server.recallAnswers()
            for _ in 0..<2 { _ = try await server.clientGroups() }
            #expect(server.rpc.recall.reused == 1)
            server.forgetAnswers()
            for _ in 0..<2 { _ = try await server.clientGroups() }
            server.recallAnswers()
            _ = try await server.clientGroups()
            #expect(server.rpc.recall.reused == 1)
        }
    }
}
