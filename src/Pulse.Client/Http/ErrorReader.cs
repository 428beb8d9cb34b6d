using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>Makes an error of a failed response: the HTTP status decides the kind, the body only explains (docs/api.md, section 7).</summary>
sealed class ErrorReader(Redactor redactor, TimeProvider clock)
{
    const int MaxBody = 64 * 1024;
    const int MaxMessage = 500;

    static readonly string[] s_requestIdHeaders = ["x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id", "cf-ray"];

    /// <summary>Makes an error of a good status whose body is not what was asked for; what came of it is in the error.</summary>
    internal async Task<PulseException> ReadUnexpectedAsync(HttpResponseMessage response, OutgoingRequest request, string problem, int limit, CancellationToken cancellationToken)
    {
        // What exists only once is kept whole and as it came: in its file, else in the error.
        bool isOnlyOnce = request.Kind == RequestKind.SingleUse;
        byte[] body = isOnlyOnce
            ? await BodyReader.ReadStartAsync(response.Content, request.LargeResult is null ? limit : MaxBody, request.LargeResult, cancellationToken).ConfigureAwait(false)
            : await ReadStartAsync(response, cancellationToken).ConfigureAwait(false);
        bool isSubmit = request.Kind == RequestKind.Submit;
        string consequence = isSubmit ? " The request may have been accepted."
            : !isOnlyOnce ? ""
            : request.LargeResult?.KeptAt is { } path ? $" All that was received is in '{RawPaths.Readable(path)}'."
            : " All that was received is in the error's body.";
        return new PulseProtocolException($"The response of {request.Name} is not what the API promises: {redactor.Redact(problem)}.{consequence}")
        {
            HttpStatus = (int)response.StatusCode,
            RequestId = RequestId(response),
            ResponseHeaders = MaskedHeaders.Read(response, redactor),
            ResponseBody = body,
            MayHaveBeenAccepted = isSubmit,
            JobId = request.JobId,
        };
    }

    /// <summary>The beginning of a body, masked.</summary>
    async Task<byte[]> ReadStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // A little more than is kept: a key that lies across the cut must be seen whole to be masked.
        byte[] body = redactor.Redact(await BodyReader.ReadStartAsync(response.Content, MaxBody + redactor.LongestSecret, cancellationToken).ConfigureAwait(false));
        return body.Length > MaxBody ? body[..MaxBody] : body;
    }

    internal async Task<PulseException> ReadAsync(HttpResponseMessage response, OutgoingRequest request, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        byte[] body = await ReadStartAsync(response, cancellationToken).ConfigureAwait(false);
        ErrorText text = ErrorText.Read(body);
        string words = Shorten(redactor.Redact(text.Message ?? response.ReasonPhrase ?? "no explanation"));
        TimeSpan? retryAfter = ServerHints.RetryAfter(response.Headers, clock);
        string? requestId = RequestId(response) is { } id ? redactor.Redact(id) : null;

        // In the API's own words 503 says that nothing was taken on; anything else may come from something in between, or from after
        // the document was taken.
        bool isRefusal = status == 503 && text.IsOfApi;
        bool mayHaveBeenAccepted = request.Kind == RequestKind.Submit && status is < 400 or 408 or >= 500 && !isRefusal;
        string consequence = mayHaveBeenAccepted ? "; the request may have been accepted all the same" : "";
        if (status == (int)HttpStatusCode.ProxyAuthenticationRequired)
        {
            return new PulseNetworkException(PulseErrorCode.Network, $"HTTP 407: the proxy demands other credentials than it was given: {words}") { HttpStatus = status, ResponseBody = body, JobId = request.JobId };
        }

        if (status < 400)
        {
            return new PulseProtocolException(string.Create(CultureInfo.InvariantCulture, $"The service answered with HTTP {status}, which is not followed here{consequence}."))
            {
                HttpStatus = status,
                RequestId = requestId,
                ResponseHeaders = MaskedHeaders.Read(response, redactor),
                ResponseBody = body,
                MayHaveBeenAccepted = mayHaveBeenAccepted,
                JobId = request.JobId,
            };
        }

        string? apiCode = text.Code is null ? null : redactor.Redact(text.Code);
        string code = apiCode is null ? "" : $" {apiCode}";
        return new PulseApiException(Kind(status), string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{code}: {words}{consequence}"))
        {
            HttpStatus = status,
            ApiCode = apiCode,
            Details = text.Details is null ? null : redactor.Redact(text.Details),
            RetryAfter = retryAfter,
            RequestId = requestId,
            ResponseHeaders = MaskedHeaders.Read(response, redactor),
            ResponseBody = body,
            MayHaveBeenAccepted = mayHaveBeenAccepted,
            JobId = request.JobId,
        };
    }

    internal static PulseErrorCode Kind(int status) => status switch
    {
        401 => PulseErrorCode.Unauthorized,
        402 or 403 => PulseErrorCode.Forbidden,
        404 => PulseErrorCode.NotFound,
        410 => PulseErrorCode.Gone,
        413 => PulseErrorCode.TooLarge,
        429 => PulseErrorCode.RateLimited,
        >= 500 => PulseErrorCode.ServerError,
        _ => PulseErrorCode.BadRequest,
    };

    string? RequestId(HttpResponseMessage response)
    {
        foreach (string name in s_requestIdHeaders)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values))
            {
                return redactor.Redact(values.ToString());
            }
        }

        return null;
    }

    static string Shorten(string text)
    {
        StringBuilder line = new(Math.Min(text.Length, MaxMessage));
        foreach (char c in text)
        {
            bool blank = char.IsWhiteSpace(c) || char.IsControl(c);
            if (!blank)
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }

            if (line.Length > MaxMessage)
            {
                return line.Append("...").ToString();
            }
        }

        return line.ToString().TrimEnd();
    }
}
