namespace Pulse.Client.Bodies;

/// <summary>The multipart body of /pipeline/execute (docs/api.md, section 2).</summary>
static class PipelineForm
{
    internal static HttpContent Create(PipelineRequest request) => MultipartForm.Create(request, Fill);

    static void Fill(MultipartForm form, PipelineRequest request)
    {
        foreach (PulseFile file in request.Files)
        {
            form.AddFile(file);
        }

        form.AddJson("steps", request.Steps, PulseJsonContext.Default.PipelineSteps);
        form.AddFlag("async", request.Async);
        form.AddFlag("auto_delete", request.AutoDelete);
        form.AddElements(request.AdditionalFields);
    }
}
