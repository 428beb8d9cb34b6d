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
        ("BatchExtractResponse", "_models", "BatchSubmission"),
        ("BatchSchemaResponse", "_models", "BatchSubmission"),
        ("BatchSplitResponse", "_models", "BatchSubmission"),
        ("BatchTablesResponse", "_models", "BatchSubmission"),
        ("ExtractAsyncSubmissionResponse", "_models", "Submission"),
        ("ExtractLargeResultResponse", "_models", "LargeLink"),
        ("ExtractResponse", "_models", "Extraction"),
        ("ExtractResultCore", "_models", "Extraction"),
        ("FormPlanInfo", "_models", "PlanInfo"),
        ("JobCancellationResponse", "_job", "Cancellation"),
        ("JobStatusResponse", "_job", "Job"),
        ("SplitResultCore", "_models", "SplitResponse"),
        ("StructuredOutputConfig", "_requests", "ExtractRequestStructuredOutput"),
    ];

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
