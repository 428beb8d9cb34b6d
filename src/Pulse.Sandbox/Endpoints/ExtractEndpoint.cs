using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /extract</c> and the deprecated <c>POST /extract_async</c>.</summary>
static class ExtractEndpoint
{
    public static Task ExtractAsync(Exchange exchange) => AnswerAsync(exchange, alwaysAsync: false);

    public static Task SubmitAsync(Exchange exchange) => AnswerAsync(exchange, alwaysAsync: true);

    static async Task AnswerAsync(Exchange exchange, bool alwaysAsync)
    {
        ExtractRequest request = await ExtractRequestReader.ReadAsync(exchange).ConfigureAwait(false);
        bool isAsync = alwaysAsync || request.Async;
        if (isAsync && request.File is { } file)
        {
            await RefuseUnreadableAsync(file, exchange.Aborted).ConfigureAwait(false);
        }

        await StepAnswer.SendAsync(
            exchange, new StepRequest(isAsync, request.ContentHash, request.OptionsKey), (call, stop) => exchange.State.Runner.RunAsync(request, call, stop)).ConfigureAwait(false);
    }

    // What can be told from the bytes at hand is answered at once, not by a job that fails later.
    static async Task RefuseUnreadableAsync(Upload file, CancellationToken cancellation)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = await file.ReadAllAsync(cancellation).ConfigureAwait(false);
            DetectedType type = TypeDetector.Detect(bytes.Span, file.FileName);
            if (type.Format is null)
            {
                throw ApiErrors.UnsupportedType(type.Name, type.Problem);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
