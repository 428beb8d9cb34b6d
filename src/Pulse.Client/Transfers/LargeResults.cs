using System.Collections.Concurrent;
using Pulse.Client.Api;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client.Transfers;

/// <summary>
/// Fetches large results (docs/api.md, section 6). The link works once: after a response has begun it is never asked again, all bytes
/// are kept before one is looked at, and the key goes only to the base URL's own origin.
/// </summary>
sealed class LargeResults(ClientSettings settings, RequestExecutor executor, PulseApis apis)
{
    readonly LargeResultStore? _store = settings.LargeResultFolder is { } folder ? new([folder], settings.BaseUrl) : null;

    /// <summary>What runs keep, where the client has no folder.</summary>
    readonly ConcurrentDictionary<string, LargeResultStore> _kept = new(StringComparer.Ordinal);

    /// <summary>Fetches the result that a link stands for.</summary>
    internal Task<RawResult> FetchAsync(LargeResultLink link, string? jobId, CancellationToken cancellationToken) =>
        FetchAsync(Target.OfLink(Resolve(link.Url), jobId), link.Body, cancellationToken);

    /// <summary>Fetches by a job's id or by a link; a result that was received before comes from its file.</summary>
    internal Task<RawResult> FetchAsync(string jobIdOrUrl, string? jobId, RawResult? announcement, CancellationToken cancellationToken) =>
        FetchAsync(Resolve(jobIdOrUrl, jobId), announcement, cancellationToken);

    async Task<RawResult> FetchAsync(Target target, RawResult? announcement, CancellationToken cancellationToken)
    {
        await PoolThread.Enter();
        if (Find(target, out string? path) is { } known)
        {
            return Read(known, target, announcement, path);
        }

        LargeResultStore? store = StoreOf(target.Key);
        using LargeResultFile? file = store?.Open(target.Key);
        NativeBuffer body;
        try
        {
            body = await DownloadAsync(target, file, cancellationToken).ConfigureAwait(false);
        }
        catch (PulseApiException gone) when (gone.Code == PulseErrorCode.Gone && store is not null)
        {
            await PoolThread.Enter();
            return store.FindComplete(target.Key, settings.MaxResponseBytes, (content, path) => TryRead(content, target, announcement, path), out string? left) is { } found
                ? found
                : throw (left is null ? gone : gone.Saying($"{gone.Message.TrimEnd('.')}; {left}."));
        }

        await PoolThread.Enter();
        RawResult result = Read(body, target, announcement, file?.KeptAt);
        file?.Complete();
        return result;
    }

    /// <summary>
    /// Writes a large result to a file, so that the path never holds half of it. The path is opened before the result is asked for, and
    /// what arrives is in a file of its own until all of it is at the path.
    /// </summary>
    internal Task SaveAsync(string jobIdOrUrl, string path, string? jobId, CancellationToken cancellationToken) =>
        executor.Deadline.RunAsync(
            async token =>
            {
                await SaveWithinAsync(jobIdOrUrl, path, jobId, token).ConfigureAwait(false);
                return true;
            },
            "The large result",
            jobId,
            cancellationToken);

    async Task SaveWithinAsync(string jobIdOrUrl, string path, string? jobId, CancellationToken cancellationToken)
    {
        if (PathFiles.IsFolder(path))
        {
            throw new PulseFileException($"'{RawPaths.Readable(path)}' is a folder, so the large result was not asked for.");
        }

        Target target = Resolve(jobIdOrUrl, jobId);
        using WholeFile file = await WholeFile.CreateAsync(path, cancellationToken).ConfigureAwait(false);
        if (_store is not null)
        {
            using RawResult stored = await FetchAsync(jobIdOrUrl, jobId, null, cancellationToken).ConfigureAwait(false);
            await DeliverAsync(file, path, stored, target, _store.KeptAt(target.Key), cancellationToken).ConfigureAwait(false);
            _store.Delete(target.Key);
            return;
        }

        bool isDevice = path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);
        using LargeResultFile part = LargeResultFile.Create(isDevice ? Path.Combine(Path.GetTempPath(), "pulse-large-result") : path, null);
        NativeBuffer body = await DownloadAsync(target, part, cancellationToken).ConfigureAwait(false);
        await PoolThread.Enter();
        using RawResult result = Read(body, target, null, part.KeptAt);
        await DeliverAsync(file, path, result, target, part.KeptAt, cancellationToken).ConfigureAwait(false);
        part.Delete();
    }

    /// <summary>The file that holds all of a job's large result; null where there is none.</summary>
    internal string? KeptAt(string jobId) => StoreOf(jobId)?.KeptAt(jobId);

    /// <summary>The caller has stored a result: its files in the folder are no longer needed.</summary>
    internal void Discard(string jobId) => StoreOf(jobId)?.Delete(jobId);

    /// <summary>The same where a file that stays is no reason to fail.</summary>
    internal void Forget(string jobId) => StoreOf(jobId)?.Forget(jobId);

    /// <summary>Where runs keep large results when the client has no folder of its own: in the user's state, else in a folder of the run's; null where the client has one, or wants none.</summary>
    internal LargeResultStore? StoreForRuns(string? folderOfRun) => _store is not null || settings.KeepsNoLargeResults
        ? null
        : new string?[] { settings.StateFolder, folderOfRun }.OfType<string>().ToArray() is { Length: > 0 } folders ? new(folders, settings.BaseUrl) : null;

    /// <summary>Keeps a job's large result there until what is returned is disposed of.</summary>
    internal IDisposable? KeepIn(LargeResultStore? store, string jobId) => store is not null && _kept.TryAdd(jobId, store) ? new Kept(_kept, jobId) : null;

    LargeResultStore? StoreOf(string key) => _store ?? _kept.GetValueOrDefault(key);

    async Task<NativeBuffer> DownloadAsync(Target target, LargeResultFile? file, CancellationToken cancellationToken)
    {
        OutgoingRequest<(IResultsApi Api, Target Target)> request = new(
            "GET /large_results/{id}",
            RequestKind.SingleUse,
            settings.Timeout,
            settings.MaxRetries,
            target.JobId,
            (apis.Of<IResultsApi>(), target),
            static (asked, token) => asked.Target.IsLink ? asked.Api.GetLinkAsync(asked.Target.Address, token) : asked.Api.GetLargeResultAsync(asked.Target.Address, token))
        {
            IsTransfer = true,
            LargeResult = file,
        };
        return await executor.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    static async Task DeliverAsync(WholeFile file, string path, RawResult result, Target target, string? keptAt, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(result.Buffer.Part(0, result.Buffer.Length), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is PulseFileException or OperationCanceledException)
        {
            string kept = keptAt is { } at ? $"All of it is in '{RawPaths.Readable(at)}'" : "The bytes are in the error's body";
            throw new PulseResultLostException($"The large result was received but cannot be written to '{RawPaths.Readable(path)}'. Its link works only once. {kept}.", exception)
            {
                JobId = target.JobId,
                ResponseBody = result.Buffer.Content.ToArray(),
            };
        }
    }

    NativeBuffer? Find(Target target, out string? path)
    {
        path = null;
        try
        {
            return StoreOf(target.Key)?.Find(target.Key, settings.MaxResponseBytes, out path);
        }
        catch (PulseException exception)
        {
            exception.JobId ??= target.JobId;
            throw;
        }
    }

    RawResult? TryRead(NativeBuffer body, Target target, RawResult? announcement, string path)
    {
        try
        {
            return Read(body, target, announcement, path);
        }
        catch (PulseException)
        {
            // It is not the result; who asks is told that it is there.
            return null;
        }
    }

    RawResult Read(NativeBuffer body, Target target, RawResult? announcement, string? keptAt)
    {
        const string What = "The large result";
        ResponseContext context = new(target.JobId, executor.Redactor) { KeepsBody = true, KeptAt = keptAt };
        JsonResponse response = JsonResponse.Read(body, new(What), context);
        if (Problem(response, body, target) is { } problem)
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

    /// <summary>What keeps a body from being the result that was asked for; null when nothing does.</summary>
    static string? Problem(JsonResponse response, NativeBuffer body, Target target) =>
        JsonResponse.UnusableObject(body.Content, response.Raw.Root, response.Index, ResultKind.Unknown)
        ?? (response.Raw.IsTrue("is_url"u8) ? "it is another link" : null)
        ?? (target.JobId is { } jobId && response.Raw.Id("job_id"u8) is { } answered && !string.Equals(answered, jobId, StringComparison.Ordinal) ? "it is that of another job" : null);

    Target Resolve(string jobIdOrUrl, string? jobId)
    {
        bool isLink = jobIdOrUrl.Contains('/', StringComparison.Ordinal);
        return isLink ? Target.OfLink(Resolve(jobIdOrUrl), jobId) : new(JobIds.Check(jobIdOrUrl), isLink, jobId ?? jobIdOrUrl);
    }

    Uri Resolve(string link) =>
        ServiceLinks.Resolve(settings.BaseUrl, link) ?? throw new PulseProtocolException("The link of the large result is not an http(s) URL.");

    sealed class Kept(ConcurrentDictionary<string, LargeResultStore> kept, string jobId) : IDisposable
    {
        public void Dispose() => kept.TryRemove(jobId, out _);
    }

    /// <summary>What is fetched.</summary>
    readonly record struct Target(string Address, bool IsLink, string? JobId)
    {
        internal static Target OfLink(Uri link, string? jobId) => new(link.AbsoluteUri, true, jobId);

        /// <summary>What its files are named after.</summary>
        internal string Key => JobId ?? Address;
    }
}
