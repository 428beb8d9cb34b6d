using System.Globalization;

namespace Pulse.Client.Bodies;

/// <summary>The multipart body of /extract, in the order of the official SDKs (docs/api.md, section 2).</summary>
static class ExtractForm
{
    internal static HttpContent Create(ExtractRequest request) => MultipartForm.Create(request, Fill);

    static void Fill(MultipartForm form, ExtractRequest request)
    {
        PulseJsonContext json = PulseJsonContext.Default;
        form.AddFile(request.File);
        form.AddText("fileUrl", request.FileUrl);
        form.AddText("model", request.Model);
        form.AddText("extractionConfigId", request.ExtractionConfigId);
        form.AddText("pages", request.Pages);
        form.AddJson("figureProcessing", request.FigureProcessing, json.FigureProcessing);
        form.AddJson("extensions", request.Extensions, json.ExtractExtensions);
        form.AddJson("spreadsheet", request.Spreadsheet, json.SpreadsheetOptions);
        form.AddJson("storage", request.Storage, json.StorageOptions);
        form.AddFlag("async", request.Async);
        form.AddJson("structuredOutput", request.StructuredOutput, json.StructuredOutputOptions);
        form.AddElement("schema", request.Schema);
        form.AddText("schemaPrompt", request.SchemaPrompt);
        form.AddText("customPrompt", request.CustomPrompt);
        form.AddText("chunking", request.Chunking);
        form.AddText("chunkSize", request.ChunkSize?.ToString(CultureInfo.InvariantCulture));
        form.AddFlag("extractFigure", request.ExtractFigure);
        form.AddFlag("figureDescription", request.FigureDescription);
        form.AddFlag("showImages", request.ShowImages);
        form.AddFlag("returnHtml", request.ReturnHtml);
        form.AddFlag("thinking", request.Thinking);
        form.AddElements(request.AdditionalFields);
    }
}
