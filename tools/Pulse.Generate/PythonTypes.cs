using System.Text;

namespace Pulse.Generate;

/// <summary>The package <c>types</c>, and a module in it for each type: programs for the official SDK import from either.</summary>
sealed class PythonTypes : IGenerator
{
    const string Folder = "bindings/python/pulse_native/types/";

    /// <summary>Names of the official SDK for what has another here, where one class serves as several.</summary>
    static readonly (string Name, string Module, string Class)[] s_aliases =
    [
        ("AsyncSubmissionResponse", "_models", "Submission"),
        ("AsyncSubmissionResponseStatus", "_open_types", "JobStatus"),
        ("BatchExtractResponse", "_models", "BatchSubmission"),
        ("BatchExtractionIds", "_open_types", "BatchExtractionIds"),
        .. Family("Batch", ["ExtractResponseStatus", "SchemaResponseStatus", "SplitResponseStatus", "TablesResponseStatus"], "_open_types", static _ => "BatchStatus"),
        ("BatchSchemaResponse", "_models", "BatchSubmission"),
        ("BatchSplitResponse", "_models", "BatchSubmission"),
        ("BatchTablesResponse", "_models", "BatchSubmission"),
        ("ExtractAsyncSubmissionResponse", "_models", "Submission"),
        ("ExtractInput", "_requests", "ExtractRequest"),
        ("ExtractLargeResultResponse", "_models", "LargeLink"),
        ("ExtractLargeResultResponsePlanInfo", "_models", "PlanInfo"),
        ("ExtractMultipartInput", "_requests", "ExtractRequest"),
        ("ExtractResponse", "_models", "Extraction"),
        ("ExtractResponseExtensionsChunking", "_models", "ExtractResponseChunks"),
        ("ExtractResponsePlanInfo", "_models", "PlanInfo"),
        ("ExtractResultCore", "_models", "Extraction"),
        ("ExtractSource", "_open_types", "ExtractSource"),
        ("FormCellType", "_open_types", "FormCellType"),
        ("FormClearJsonInput", "_requests", "FormClearRequest"),
        ("FormDetectJsonInput", "_requests", "FormDetectRequest"),
        ("FormFillJsonInput", "_requests", "FormFillRequest"),
        ("FormFillSharedOptions", "_requests", "FormFillRequest"),
        ("FormPlanInfo", "_models", "PlanInfo"),
        ("FormSharedOptions", "_requests", "FormDetectRequest"),
        ("GoneErrorBody", "_open_types", "GoneErrorBody"),
        ("GoneErrorBodyError", "_open_types", "GoneErrorBodyError"),
        ("JobCancellationResponse", "_job", "Cancellation"),
        ("JobStatus", "_open_types", "JobStatus"),
        ("JobStatusResponse", "_job", "Job"),
        ("PipelineExecuteMultipartInput", "_requests", "PipelineRequest"),
        ("PipelineExecuteResponseStatus", "_open_types", "PipelineStatus"),
        ("PipelineExtractResult", "_models", "Extraction"),
        ("PipelineSchemaResult", "_models", "SchemaResponse"),
        ("PipelineSplitResult", "_models", "SplitResponse"),
        ("PipelineTablesResult", "_models", "TablesResponse"),
        ("SplitResultCore", "_models", "SplitResponse"),
        ("StructuredOutputConfig", "_requests", "ExtractRequestStructuredOutput"),
        ("TablesConfigTableFormat", "_open_types", "TableFormat"),
        ("TablesResponseTablesOutput", "_models", "TablesOutput"),
        ("TablesResponseTablesOutputTablesItem", "_models", "TablesOutputTablesItem"),
        ("VisualType", "_open_types", "VisualType"),
        .. Family("ExtractRequest", OpenMembers, "_open_types", static name => OpenNames[name]),
        .. Families(["ExtractAsyncRequest", "ExtractInput", "ExtractOptions", "PipelineStepBatchExtractConfig"], OptionMembers, "_requests", "ExtractRequest"),
        .. ((string[])["ExtractAsyncRequest", "ExtractInput", "ExtractOptions", "PipelineStepBatchExtractConfig"]).SelectMany(static family => Family(family, OpenMembers, "_open_types", static name => OpenNames[name])),
        .. Families(["ExtractResultCore", "PipelineExtractResult"], ExtensionMembers, "_models", "ExtractResponse"),
        .. ((string[])["ExtractResultCore", "PipelineExtractResult"]).SelectMany(static family => ((string, string, string)[])[($"{family}ExtensionsChunking", "_models", "ExtractResponseChunks"), ($"{family}PlanInfo", "_models", "PlanInfo")]),
    ];

    /// <summary>What the options of an extraction consist of, in each of the official SDK's families of equal types.</summary>
    static string[] OptionMembers => ["Extensions", "ExtensionsAltOutputs", "ExtensionsChunking", "FigureProcessing", "Spreadsheet", "Storage", "StructuredOutput"];

    static string[] ExtensionMembers => ["Extensions", "ExtensionsAltOutputs", "ExtensionsAltOutputsWlbb", "ExtensionsAltOutputsWlbbWordsItem", "ExtensionsFootnoteReferencesItem"];

    static string[] OpenMembers => [.. OpenNames.Keys];

    static Dictionary<string, string> OpenNames => new() { ["ExtensionsChunkingChunkTypesItem"] = "ChunkType", ["Model"] = "Model", ["Schema"] = "Schema" };

    static IEnumerable<(string Name, string Module, string Class)> Families(string[] families, string[] members, string module, string of) =>
        families.SelectMany(family => Family(family, members, module, member => $"{of}{member}"));

    static IEnumerable<(string Name, string Module, string Class)> Family(string family, string[] members, string module, Func<string, string> of) =>
        members.Select(member => ($"{family}{member}", module, of(member)));

    readonly PythonModel _model;
    readonly (string Name, string Module, string Class)? _type;

    PythonTypes(PythonModel model, (string Name, string Module, string Class)? type)
    {
        _model = model;
        _type = type;
    }

    public string Path => $"{Folder}{(_type is { } type ? PythonText.Snake(type.Name) : "__init__")}.py";

    internal static IEnumerable<IGenerator> All(PythonModel model) => Types(model).Select(type => new PythonTypes(model, type)).Prepend(new PythonTypes(model, null));

    static IEnumerable<(string Name, string Module, string Class)> Types(PythonModel model) =>
        model.Results.Select(static one => (one.Name, "_models", one.Name))
            .Append(("JobResult", "_models", "JobResult"))
            .Concat(model.Requests.Select(static one => (one.Name, "_requests", one.Name)))
            .Concat(s_aliases);

    public string Generate()
    {
        if (_type is { } type)
        {
            string alias = type.Name == type.Class ? "" : $" as {type.Name}";
            return $"# Made by `make generate` from the models in src/Pulse.Client. Do not edit.\n\"\"\"As ``pulse.types.{PythonText.Snake(type.Name)}`` of the official SDK.\"\"\"\n\n"
                + $"from ..{type.Module} import {type.Class}{alias}\n\n__all__ = [\"{type.Name}\"]\n";
        }

        StringBuilder text = new("# Made by `make generate` from the models in src/Pulse.Client. Do not edit.\n");
        text.Append("\"\"\"The types of requests and results, under the official SDK's names.\n\nThose of requests are dicts whose keys type checkers know: ``SplitConfig(split_input=[TopicDefinition(name=\"fees\")])``.\n\"\"\"\n\n");
        foreach (IGrouping<string, (string Name, string Module, string Class)> module in Types(_model).GroupBy(static one => one.Module).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            text.Append($"from ..{module.Key} import (\n");
            foreach ((string name, _, string imported) in module.OrderBy(static one => one.Class, StringComparer.Ordinal).ThenBy(static one => one.Name, StringComparer.Ordinal))
            {
                text.Append($"    {imported}{(name == imported ? "" : $" as {name}")},\n");
            }

            text.Append(")\n");
        }

        text.Append("\n__all__ = [\n");
        foreach (string name in Types(_model).Select(static one => one.Name).Order(StringComparer.Ordinal))
        {
            text.Append($"    \"{name}\",\n");
        }

        return text.Append("]\n").ToString();
    }
}
