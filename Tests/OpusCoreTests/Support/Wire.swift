import Foundation
import OpsiMock
import Testing

/// What has crossed the wire, judged by what must never do so.
enum Wire {
    /// Methods that only read.
    private static func isReading(_ method: String) -> Bool {
        method.hasSuffix("_getObjects") || method.hasPrefix("accessControl_")
            || method == "configState_getClientToDepotserver" || method == "backend_exit"
            || method == "hostControlSafe_reachable" || method == "getServiceTime"
            || method == "productOnClient_addDependencies"
    }

    /// The methods that were called, with how often.
    static func calls(_ mock: OpsiMock) -> [String: Int] {
        var calls: [String: Int] = [:]
        for method in mock.requests.flatMap(\.methods) where method != "backend_exit" {
            calls[method, default: 0] += 1
        }
        return calls
    }

    /// The methods that change something, in the order of their calls.
    static func changes(_ mock: OpsiMock) -> [String] {
        mock.requests.flatMap(\.methods).filter { !isReading($0) }
    }

    /// Fails where an id was a pattern, or a list empty that would mean everything.
    static func expectHarmless(
        _ mock: OpsiMock, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for request in mock.requests {
            guard let method = request.method, let text = request.params,
                let params = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
            else { continue }
            let found: String?
            if method.hasSuffix("_getObjects") {
                // The attributes, of which none means all, then the filter.
                found = problemInFilter(params.dropFirst().first)
            } else if method == "configState_getClientToDepotserver" {
                found = problem(in: params.count > 1 ? params[1] : [0])
            } else {
                found = params.lazy.compactMap { problem(in: $0) }.first
            }
            #expect(found == nil, "\(method) \(text)", sourceLocation: sourceLocation)
        }
    }

    private static func problemInFilter(_ filter: Any?) -> String? {
        guard var filter = filter as? [String: Any] else { return "no filter" }
        // The one pattern: it reads in a table without clients.
        if filter["windowsSoftwareId"] as? [String] == ["ms_windows_*"] {
            filter["windowsSoftwareId"] = nil
        }
        return filter.values.lazy.compactMap { problem(in: $0) }.first
    }

    private static func problem(in value: Any) -> String? {
        switch value {
        case let text as String:
            text.contains("*") || text.hasPrefix("<") || text.hasPrefix(">") ? text : nil
        case let list as [Any]:
            list.isEmpty ? "an empty list" : list.lazy.compactMap { problem(in: $0) }.first
        case let object as [String: Any]:
            object.isEmpty
                ? "an empty object" : object.values.lazy.compactMap { problem(in: $0) }.first
        default: nil
        }
    }
}
