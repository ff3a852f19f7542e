/// Recordings that are not held against the mock, each with the reason.
let leftOutRecordings: [String: String] = [
    "messagebus.events": "no calls but messages, which MessagebusRecordingTests compares",
    "wire.path_status": "the location names the recording's own host and port",
]

/// Recordings of which only the shape is compared, each with the reason.
let shapeOnlyRecordings: [String: String] = [
    "backend_getInterface.summary": "the mock has fewer methods than the server",
    "getServiceTime.deprecated": "the time of the recording",
    "getServiceTime.utc.deprecated": "the time of the recording",
    "wire.path_session_list_admin": "the sessions of the recording",
]
