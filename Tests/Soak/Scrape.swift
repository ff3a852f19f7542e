import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport

/// One scrape, in one of the forms in which Prometheus and people ask.
struct Scrape: Sendable {
    /// How it is asked for.
    struct Form: Sendable, Hashable {
        var isOpenMetrics: Bool
        var isCompressed: Bool

        static let all = [(false, false), (false, true), (true, false), (true, true)].map {
            Form(isOpenMetrics: $0.0, isCompressed: $0.1)
        }

        var accept: String {
            isOpenMetrics
                ? "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"
                : "text/plain;version=0.0.4"
        }

        var contentType: String {
            isOpenMetrics
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8"
        }
    }

    let form: Form
    let isHead: Bool
    /// The entity tag that is known already, where one was sent along.
    let known: String?

    /// What came back.
    struct Answer: Sendable {
        let scrape: Scrape
        let started: ContinuousClock.Instant
        let ended: ContinuousClock.Instant
        /// The same in Unix seconds.
        let time: Double
        let status: UInt
        let tag: String
        let headers: [String: String]
        let body: [UInt8]
    }

    func run(_ client: HTTPClient, url: String) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = isHead ? .HEAD : .GET
        request.headers.add(name: "Accept", value: form.accept)
        if form.isCompressed { request.headers.add(name: "Accept-Encoding", value: "gzip") }
        if let known { request.headers.add(name: "If-None-Match", value: known) }
        let started = ContinuousClock.now
        let response = try await client.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 24)
        return Answer(
            scrape: self, started: started, ended: .now,
            time: Date().timeIntervalSince1970, status: response.status.code,
            tag: response.headers.first(name: "etag") ?? "",
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) },
                uniquingKeysWith: { "\($0), \($1)" }),
            body: Array(buffer: body))
    }
}

extension Scrape.Answer {
    /// What is wrong with the answer, whatever it tells.
    var problems: [String] {
        var problems: [String] = []
        func expect(_ name: String, _ value: String?) {
            if headers[name] != value {
                problems.append(
                    "\(name) is \(headers[name] ?? "missing"), not \(value ?? "absent")")
            }
        }
        switch status {
        case 200:
            expect("content-type", scrape.form.contentType)
            expect("content-encoding", scrape.form.isCompressed ? "gzip" : nil)
            if !scrape.isHead { expect("content-length", "\(body.count)") }
            if tag == scrape.known { problems.append("sent again what was known") }
        case 304:
            if tag != scrape.known { problems.append("304 for \(tag)") }
        default: problems.append("status \(status)")
        }
        if status == 304 || scrape.isHead, !body.isEmpty { problems.append("an unwanted body") }
        if tag.isEmpty { problems.append("no entity tag") }
        expect("vary", "Accept, Accept-Encoding")
        return problems
    }

    /// The text; nil where none was sent.
    func text() throws -> [UInt8]? {
        guard status == 200, !scrape.isHead else { return nil }
        return scrape.form.isCompressed ? try Inflate.gunzip(body, limit: 1 << 20) : body
    }
}
