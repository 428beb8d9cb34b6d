using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Documents.Isolation;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Steps;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /form/detect</c>, <c>/form/fill</c> and <c>/form/clear</c>.</summary>
static class FormEndpoints
{
    const string Feature = "form_filler";
    const int Accepted = 202;

    public static Task DetectAsync(Exchange exchange) => AnswerAsync(exchange, FormAction.Detect);

    public static Task FillAsync(Exchange exchange) => AnswerAsync(exchange, FormAction.Fill);

    public static Task ClearAsync(Exchange exchange) => AnswerAsync(exchange, FormAction.Clear);

    static async Task AnswerAsync(Exchange exchange, FormAction action)
    {
        SandboxState state = exchange.State;
        state.Require(Feature);
        FormRequest request = await FormRequest.ReadAsync(exchange, needsInstructions: action == FormAction.Fill).ConfigureAwait(false);
        ReadOnlyMemory<byte> stored = request.FormId is { } id ? state.Forms.Get(id, exchange.Organization!).Pdf : default;
        var step = new StepRequest(request.Async, request.ContentHash, $"{action}\n{request.OptionsKey}", Accepted);
        await StepAnswer.SendAsync(exchange, step, (call, stop) => RunAsync(state, call, request, action, stored, stop)).ConfigureAwait(false);
    }

    static async Task<JobOutcome> RunAsync(SandboxState state, StepCall call, FormRequest request, FormAction action, ReadOnlyMemory<byte> stored, CancellationToken stop)
    {
        if (request.FormId is not null)
        {
            return await Task.Run(() => FormStep.Run(state, call, request, action, stored), stop).ConfigureAwait(false);
        }

        using Upload upload = request.File ?? await state.Downloader.DownloadAsync(request.Url!, stop).ConfigureAwait(false);
        ReadOnlyMemory<byte> bytes = await upload.ReadAllAsync(stop).ConfigureAwait(false);
        DetectedType type = TypeDetector.Detect(bytes.Span, null);
        if (type.Format != DocumentFormat.Pdf)
        {
            throw ApiErrors.UnsupportedType(type.Name, "Forms are PDF files");
        }

        // What a child has read whole, with less memory and time than there is here, can be read again.
        await state.Workers.ReadAsync(WorkerTask.TryForm, bytes, password: null, stop).ConfigureAwait(false);
        return await Task.Run(() => FormStep.Run(state, call, request, action, bytes), stop).ConfigureAwait(false);
    }
}
