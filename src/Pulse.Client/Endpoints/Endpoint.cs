using System.Text.Json.Serialization.Metadata;
using Pulse.Client.Api;
using Pulse.Client.Requests;

namespace Pulse.Client.Endpoints;

/// <summary>One endpoint that takes a request, is billed, and is answered with JSON.</summary>
/// <param name="Name">See <see cref="OperationDescription"/>.</param>
/// <param name="Path">See <see cref="OperationDescription"/>.</param>
/// <param name="Summary">See <see cref="OperationDescription"/>.</param>
/// <param name="Request">The JSON contract of the request; made when it is asked for, as a program pays only for what it calls.</param>
/// <param name="Send">Sends one attempt.</param>
sealed record Endpoint<TRequest>(
    string Name,
    string Path,
    string Summary,
    Func<PulseJsonContext, JsonTypeInfo<TRequest>> Request,
    Func<PulseApis, HttpContent, CancellationToken, Task<HttpResponseMessage>> Send)
    : OperationDescription(Name, "POST", Path, Summary)
    where TRequest : class, IServiceRequest<TRequest>, new()
{
    /// <summary>What it is called as, where that differs from the default: the request is sent as it is.</summary>
    internal Func<string, TRequest, PreparedOperation>? Process { get; init; }

    internal string WorkName { get; init; } = Name;

    internal override string Work => WorkName;

    internal override JsonTypeInfo<TRequest> RequestType => Request(PulseJsonContext.Default);

    /// <summary>Whether it always responds with a job, never with a result.</summary>
    internal bool AlwaysAsync => Job == OperationJob.Always;

    internal override IEnumerable<KeyValuePair<string, Preparation>> Names => Job switch
    {
        OperationJob.Always => [new(Name, Submit)],
        OperationJob.OnRequest => [new(Name, AsItIs), new($"submit_{Name}", Submit)],
        _ => [new(Name, AsItIs)],
    };

    internal Endpoint<TRequest> Returning<TResult>()
        where TResult : PulseResult, IPulseResult<TResult> => this with { Result = typeof(TResult), Kind = TResult.Kind };

    PreparedOperation AsItIs(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        TRequest request = Read(json, files);
        return Process is not null
            ? Process(name, request)
            : new(
                name,
                async (client, token) =>
                {
                    RawResult body = await client.Invoker.SendAndFollowAsync(this, request, token).ConfigureAwait(false);
                    return client.Invoker.Submitted(this, request, body) is { } submission
                        ? OperationAnswer.Of(submission)
                        : new OperationAnswer(OperationAnswerKind.Result, client.Invoker.Usable(this, body));
                },
                (client, options, report, token) => client.Invoker.ForOutcomeAsync(this, request, options, report, token));
    }

    PreparedOperation Submit(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        TRequest request = Read(json, files);
        return new(
            name,
            async (client, token) => OperationAnswer.Of(await client.Invoker.SubmitAsync(this, request, token).ConfigureAwait(false)),
            (client, options, report, token) => client.Invoker.ForOutcomeAsync(this, request, options, report, token));
    }

    TRequest Read(ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        TRequest request = RequestReader.Read(json, RequestType);
        request = files.Count == 0 ? request : request.WithFiles(files);
        request.Validate();
        return request;
    }
}
