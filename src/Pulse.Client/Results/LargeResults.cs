using Pulse.Client.Api;
using Pulse.Client.Http;

namespace Pulse.Client.Results;

/// <summary>
/// Fetches large results (pulse-api 3.6). The link works once: after an answer has begun it is never asked again, all bytes
/// are kept before one is looked at, and the key goes only to the base URL's own origin.
/// </summary>
sealed class LargeResults(ClientSettings settings, RequestExecutor executor, PulseApis apis)
{
    /// <summary>Fetches the result that a link stands for.</summary>
    internal async Task<RawResult> FetchAsync(LargeResultLink link, string? jobId, CancellationToken cancellationToken)
    {
        NativeBuffer body = await DownloadAsync(link.Url, jobId, cancellationToken).ConfigureAwait(false);
        return Read(body, jobId, link.Body);
    }

    /// <summary>Fetches by a job's id or by a link.</summary>
    internal async Task<NativeBuffer> DownloadAsync(string jobIdOrUrl, string? jobId, CancellationToken cancellationToken)
    {
        bool isLink = jobIdOrUrl.Contains('/', StringComparison.Ordinal);
        string target = isLink ? Resolve(jobIdOrUrl).AbsoluteUri : JobIds.Check(jobIdOrUrl);
        Operation operation = new("GET /large_results/{id}", RequestKind.SingleUse, settings.Timeout, settings.MaxRetries, jobId ?? (isLink ? null : jobIdOrUrl)) { IsTransfer = true };
        return await executor.SendAsync(
            operation,
            (apis, target, isLink),
            static (state, token) => state.isLink ? state.apis.Results.GetLinkAsync(state.target, token) : state.apis.Results.GetLargeResultAsync(state.target, token),
            progress: null,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a large result to a file: to a temporary one first, flushed and then renamed, so that the path never holds half of it.</summary>
    internal async Task SaveAsync(string jobIdOrUrl, string path, string? jobId, CancellationToken cancellationToken)
    {
        string temporary = WholeFile.TemporaryPath(path);
        FileStream file = WholeFile.Open(temporary, "large result");
        try
        {
            // Opened before the request: a disk that cannot take the result must not cost its one download.
            NativeBuffer body = await DownloadAsync(jobIdOrUrl, jobId, cancellationToken).ConfigureAwait(false);
            try
            {
                await using (file.ConfigureAwait(false))
                {
                    // Not canceled: what was received exists only here.
                    await file.WriteAsync(body.Part(0, body.Length), CancellationToken.None).ConfigureAwait(false);
                    file.Flush(flushToDisk: true);
                }

                File.Move(temporary, path, overwrite: true);
            }
            catch (Exception exception)
            {
                // Of whatever kind: a file that may not grow, for one, is an ArgumentException.
                throw new PulseResultLostException($"The large result was received but cannot be written to '{path}'. Its link works only once; the bytes are in the error's body.", exception)
                {
                    JobId = jobId,
                    ResponseBody = body.Content.ToArray(),
                };
            }
            finally
            {
                body.Close();
            }
        }
        catch (PulseResultLostException lost)
        {
            await file.DisposeAsync().ConfigureAwait(false);
            await KeepPartAsync(temporary, lost.ResponseBody).ConfigureAwait(false);
            throw;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            File.Delete(temporary);
            throw;
        }
    }

    internal RawResult Read(NativeBuffer body, string? jobId, RawResult? announcement)
    {
        const string What = "The large result";
        ResponseContext context = new(jobId, executor.Redactor) { KeepsBody = true };
        JsonResponse response = JsonResponse.Read(body, What, context);
        string? problem = JsonResponse.UnusableObject(body.Content, response.Raw.Root, response.Index, ResultKind.Unknown);
        problem ??= response.Raw.IsTrue("is_url"u8) ? "it is another link" : null;
        problem ??= jobId is not null && response.Raw.Id("job_id"u8) is { } answered && !string.Equals(answered, jobId, StringComparison.Ordinal) ? "it is that of another job" : null;
        if (problem is not null)
        {
            throw JsonResponse.Refuse(body, $"{What} is not what the API promises: {problem}", context);
        }

        RawResult result = response.Raw;
        result.Announcement = announcement;
        if (settings.ValidateResults)
        {
            result.Validate();
        }

        return result;
    }

    Uri Resolve(string link) =>
        ServiceLinks.Resolve(settings.BaseUrl, link) ?? throw new PulseProtocolException("The link of the large result is not an http(s) URL.");

    static async Task KeepPartAsync(string path, ReadOnlyMemory<byte> received)
    {
        try
        {
            await File.WriteAllBytesAsync(path, received, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The error that is under way already carries the bytes.
        }
    }
}
