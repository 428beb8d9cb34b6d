using System.Text.Json;

namespace Pulse.Sandbox.Http;

/// <summary>Every error of the API, in one place. Numbers that no public table shows are ours; docs/sandbox.md lists them.</summary>
static class ApiErrors
{
    public static ApiException KeyRequired() => new(401, "AUTH_001", "API key is required");

    public static ApiException KeyInvalid() => new(401, "AUTH_002", "Invalid API key");

    public static ApiException Forbidden() => new(403, "AUTH_004", "This resource belongs to another organization");

    public static ApiException ForeignOrigin() => new(403, "AUTH_006", "The control plane accepts only requests to this machine's own names, from no other origin");

    public static ApiException NoFileOrUrl() => new(400, "REQ_001", "No file or URL provided");

    public static ApiException InvalidBody(string message) => new(400, "REQ_002", message);

    public static ApiException BothFileAndUrl() => InvalidBody("Both a file and a URL were provided; send exactly one");

    public static ApiException UnknownField(string field) => new(400, "REQ_002", $"Unknown field '{field}'", Field(field));

    public static ApiException RepeatedField(string field) => new(400, "REQ_002", $"The field '{field}' was sent more than once", Field(field));

    public static ApiException InvalidValue(string field, string message) =>
        new(400, "REQ_003", $"Invalid value for '{field}': {message}", Field(field));

    public static ApiException Missing(string field) => new(400, "REQ_004", $"The field '{field}' is missing", Field(field));

    public static ApiException NoneOf(params ReadOnlySpan<string> fields) =>
        new(400, "REQ_004", $"One of {string.Join(", ", fields)} is needed", Field(fields[0]));

    public static ApiException Exclusive(string first, string second) =>
        new(400, "REQ_003", $"'{first}' and '{second}' exclude each other", Field(second));

    public static ApiException InvalidSchema(string field, string message) => new(400, "SCHEMA_001", message, Field(field));

    public static ApiException ChunkSize(string field) =>
        new(400, "REQ_005", $"'{field}' must be between 100 and 10000", Field(field));

    public static ApiException PageRange(string message) => new(400, "REQ_006", $"Invalid page range: {message}", Field("pages"));

    public static ApiException UnsupportedType(string received, string message) => new(400, "FILE_001", message, json =>
    {
        json.WriteStartArray("supported_types");
        json.WriteStringValue("PDF");
        json.WriteStringValue("TXT");
        json.WriteStringValue("MD");
        json.WriteEndArray();
        json.WriteString("received_type", received);
    });

    public static ApiException TooLarge(long limit) => new(413, "FILE_002", $"The file is larger than {limit} bytes", json =>
        json.WriteNumber("max_size_bytes", limit));

    public static ApiException Corrupt(string message) => new(400, "FILE_003", message);

    public static ApiException EmptyFile() => new(400, "FILE_004", "The file is empty");

    public static ApiException DownloadFailed(string message) => new(400, "FILE_005", $"The file could not be downloaded: {message}");

    public static ApiException Encrypted() => new(400, "FILE_006", "The file is password-protected");

    public static ApiException JobNotFound(string id) => new(404, "JOB_001", $"Job '{id}' not found");

    public static ApiException NotStored(string what, string id) => new(404, "STORAGE_002", $"No {what} '{id}' is stored");

    public static ApiException FeatureOff(string feature) => new(403, "AUTH_004", $"The feature '{feature}' is not enabled for this organization");

    public static ApiException LargeResultNotFound(string id) => new(404, "JOB_001", $"No large result of job '{id}'");

    public static ApiException LargeResultGone() => new(410, "STORAGE_001", "The result was already downloaded or has expired");

    public static ApiException Internal(Exception error) =>
        new(500, "GENERAL_500", $"The sandbox failed: {error.GetType().Name}: {error.Message}");

    public static ApiException UnknownPath(string path) => new(404, "GENERAL_404", $"Nothing is served at '{path}'");

    public static ApiException MethodNotAllowed(string method) => new(405, "GENERAL_405", $"The method {method} is not allowed here");

    static Action<Utf8JsonWriter> Field(string name) => json => json.WriteString("field", name);
}
