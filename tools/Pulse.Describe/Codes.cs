using System.Text;
using Pulse.Generate.Options;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>An error code, in every language the same number.</summary>
/// <param name="Name">As in .NET.</param>
/// <param name="Number">Never reused.</param>
/// <param name="Summary">When it is given; <c>{Name}</c> is an option, backticks are code.</param>
/// <param name="Python">The exception class.</param>
sealed record ErrorCode(string Name, int Number, string Summary, string Python)
{
    /// <summary>The heading in the header of the codes that begin here.</summary>
    internal string? Heading { get; init; }

    internal string Words(Func<string, string> code) => OptionDescription.Render(Summary, static name => name, code);
}

/// <summary>The one list of error codes: PulseErrorCode, PULSE_... and the exceptions of Python follow from it.</summary>
static class Codes
{
    internal static readonly ErrorCode[] All =
    [
        new("InvalidArgument", 1, "A parameter is missing, malformed, out of range or not UTF-8; nothing was sent.", "PulseArgumentError") { Heading = "The call itself was wrong; nothing was sent." },
        new("InvalidHandle", 2, "In C: the handle is NULL, freed, of another type, or not a handle.", "PulseClosedError"),
        new("MissingApiKey", 3, "Neither the options nor `PULSE_API_KEY` contain an API key; nothing was sent.", "MissingApiKeyError"),
        new("FileError", 4, "A local file is missing, unreadable, empty, a directory, or cannot be written.", "PulseFileError"),
        new("Forked", 10, "In C and Python: this process was forked from one that had already used the library.", "PulseForkedError") { Heading = "The library cannot do the call." },
        new("Closed", 11, "The client was closed during the call.", "PulseClosedError"),
        new("Internal", 12, "A bug in the library; please report it.", "PulseInternalError"),
        new("NoResources", 13, "In C and Python: the library cannot get the memory, address space, threads or descriptors that it needs; try again later.", "PulseResourceError"),
        new("Network", 20, "The host name could not be resolved, or the connection was refused, reset or closed early.", "PulseNetworkError") { Heading = "The network." },
        new("Tls", 21, "The TLS handshake failed, or there is no OpenSSL on this machine.", "PulseTLSError"),
        new("Timeout", 22, "A timeout expired. If it was a wait, the job may still run; the error has its id.", "PulseTimeoutError"),
        new("Stopped", 23, "The caller stopped the call or the wait. A job may still run.", "WaitStoppedError"),
        new("Protocol", 24, "The response violates the API: not JSON, truncated, of wrong types, or about another job.", "ProtocolError"),
        new("OutcomeUnknown", 25, "A submit failed after it had been sent: it may have been accepted, and billed.", "OutcomeUnknownError"),
        new("ResultLost", 26, "The transfer of a single-use large result failed; the error has what was received.", "ResultLostError"),
        new("BadRequest", 40, "HTTP 400, 422 and any other 4xx without a code of its own.", "BadRequestError") { Heading = "The service refused the request; the error has the HTTP status and the API's own code." },
        new("Unauthorized", 41, "HTTP 401.", "UnauthorizedError"),
        new("Forbidden", 42, "HTTP 402 or 403.", "ForbiddenError"),
        new("NotFound", 43, "HTTP 404; also a JSON pointer that finds nothing (HTTP status 0).", "NotFoundError"),
        new("Gone", 44, "HTTP 410: a large result was already fetched, or its link has expired.", "GoneError"),
        new("TooLarge", 45, "HTTP 413.", "PayloadTooLargeError"),
        new("RateLimited", 46, "HTTP 429, after all retries.", "TooManyRequestsError"),
        new("ServerError", 47, "HTTP 5xx, after all retries.", "InternalServerError"),
        new("JobFailed", 60, "The job failed.", "JobFailedError") { Heading = "The job ended without a result." },
        new("JobCanceled", 61, "The job was canceled.", "JobCanceledError"),
        new("JobExpired", 62, "The job's output was deleted after the retention time.", "JobExpiredError"),
        new("WebhookRejected", 70, "A webhook is not authentic; the message says why.", "WebhookError") { Heading = "Webhooks." },
    ];

    internal static string CName(ErrorCode code) => Names.Snake(code.Name).ToUpperInvariant();

    /// <summary>The constants of the header.</summary>
    internal static string HeaderConstants()
    {
        var text = new StringBuilder("#define PULSE_OK 0\n");
        foreach (ErrorCode code in All)
        {
            text.Append(code.Heading is null ? "" : $"\n/* {code.Heading} */\n");
            text.Append(NativeOptions.Comment(code.Words(static text => text), "")).Append($"#define PULSE_{CName(code)} {code.Number}\n");
        }

        return text.ToString();
    }

    /// <summary>The exceptions of Python by code.</summary>
    internal static string PythonClasses() => string.Concat(All.Select(code => $"    _ffi.{CName(code)}: {code.Python},\n"));

    /// <summary>The table of docs/errors.md.</summary>
    internal static string Table() =>
        "| code | C | .NET | Python | when |\n|---|---|---|---|---|\n"
        + string.Concat(All.Select(code => $"| {code.Number} | `PULSE_{CName(code)}` | `{code.Name}` | `{code.Python}` | {code.Words(static text => $"`{text}`")} |\n"));

    /// <summary>The enumeration of .NET.</summary>
    internal sealed class DotNet : IGenerator
    {
        public string Path => "src/Pulse.Client/Errors/PulseErrorCode.g.cs";

        public string Generate()
        {
            var text = new StringBuilder("// Made by `make generate` from tools/Pulse.Describe/Codes.cs. Do not edit.\nnamespace Pulse.Client;\n\n");
            text.Append("/// <summary>What went wrong, in the same words and numbers as <c>pulse_native.h</c> (PULSE_...). Numbers are never reused.</summary>\npublic enum PulseErrorCode\n{\n    /// <summary>Nothing went wrong.</summary>\n    Ok = 0,\n");
            foreach (ErrorCode code in All)
            {
                text.Append($"\n    /// <summary>{code.Words(static text => $"<c>{text}</c>")}</summary>\n    {code.Name} = {code.Number},\n");
            }

            return text.Append("}\n").ToString();
        }
    }
}
