using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>The reference of the operations and their requests.</summary>
sealed class DocsOperations(PythonModel model, CHeader header) : IGenerator
{
    public string Path => "docs/operations.md";

    public string Generate()
    {
        StringBuilder text = new("<!-- Made by `make generate` from the operations in src/Pulse.Client. Do not edit. -->\n# Operations\n\n");
        text.Append("What the API can do, and what it is called in each language. Every operation can also be called by its name: `pulse_call()`\n");
        text.Append("in C, `client.call(\"split\", {...})` in Python. Where a job is made on request, `submit_split` only submits it, and\n");
        text.Append("`pulse_call_and_wait()` or `client.call_and_wait()` submit and wait. Costs are those of the service's reference.\n\n");
        text.Append("| operation | what it does | HTTP | cost | job | documents |\n|---|---|---|---|---|---|\n");
        foreach (OperationDescription operation in Operations.All)
        {
            string job = operation.Job switch
            {
                OperationJob.Always => "always",
                OperationJob.OnRequest => "on request",
                _ => "",
            };
            string files = operation.Files switch
            {
                OperationFiles.One => "one",
                OperationFiles.Many => "any number",
                _ => "",
            };
            text.Append($"| `{operation.Name}` | {operation.Summary.TrimEnd('.')}{(operation.IsDeprecated ? "; deprecated by the service" : "")} | {(operation.Verb.Length == 0 ? "" : $"`{operation.Label}`")} | {operation.Cost} | {job} | {files} |\n");
        }

        text.Append("\n| operation | .NET | C | Python | command line |\n|---|---|---|---|---|\n");
        foreach (OperationDescription operation in Operations.All)
        {
            string c = header.Functions.Exists(function => function.Name == $"pulse_{operation.Name}") ? $"`pulse_{operation.Name}()`" : $"`pulse_call(\"{operation.Name}\")`";
            string python = operation.Name == "run_documents" ? "`run_many`" : operation.Group is null ? $"`{operation.Method}`" : $"`{operation.Group.Name}.{operation.Method}`";
            string cli = operation.Command.Length == 0 ? "" : $"`pulse {operation.Command}`";
            text.Append($"| `{operation.Name}` | {DotNet(operation)} | {c} | {python} | {cli} |\n");
        }

        text.Append("\n## Requests\n\nNames are those of the JSON; camelCase, snake_case and hyphens are read alike.\n");
        foreach (IGrouping<Type, OperationDescription> group in Operations.All.Where(static operation => operation.RequestType is not null).GroupBy(static operation => operation.RequestType!.Type))
        {
            text.Append($"\n### {string.Join(", ", group.Select(static operation => operation.Name))}\n\n| field | type | |\n|---|---|---|\n");
            JsonTypeInfo request = group.First().RequestType!;
            foreach (PythonField field in model.Fields(request))
            {
                text.Append($"| `{field.Name}` | {Words(field.Type)} | {field.Docs.Replace("``", "`", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return text.ToString();
    }

    static string Words(string type) => type switch
    {
        "str" => "text",
        "bool" => "true or false",
        "int" or "float" => "number",
        "Any" => "JSON",
        _ when type.StartsWith("Sequence[", StringComparison.Ordinal) => "list",
        _ => "object",
    };

    /// <summary>The method that takes the request, found by its type.</summary>
    static string DotNet(OperationDescription operation)
    {
        if (operation.RequestType?.Type is not { } request || operation.IsDeprecated)
        {
            return "";
        }

        IEnumerable<(string Owner, MethodInfo Method)> methods = typeof(PulseClient).GetMethods().Select(static method => ("", method))
            .Concat(typeof(PulseClient).GetProperties().SelectMany(static property => property.PropertyType.GetMethods().Select(method => ($"{property.Name}.", method))));
        (string owner, MethodInfo? method) = methods.Where(one => one.Method.Name.EndsWith("Async", StringComparison.Ordinal) && !one.Method.Name.StartsWith("Submit", StringComparison.Ordinal))
            .Where(one => one.Method.GetParameters() is [var first, ..] && first.ParameterType == request).OrderBy(static one => one.Method.Name.Length).First();
        return $"`{owner}{method.Name}`";
    }
}
