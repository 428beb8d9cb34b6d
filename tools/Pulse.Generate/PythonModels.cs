using System.Text;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;

namespace Pulse.Generate;

/// <summary>The classes of results. They are read where they are asked for; the annotations are for people and type checkers.</summary>
sealed class PythonModels(PythonModel model) : IGenerator
{
    /// <summary>Attributes of the base class, which win over fields of the same name.</summary>
    static readonly HashSet<string> s_methods = ["items", "keys", "get", "find", "raw", "to_dict"];

    public string Path => "bindings/python/pulse_native/_models.py";

    public string Generate()
    {
        StringBuilder text = new(PythonText.Header("the operations and their results", "What the operations return, read where it is asked for."));
        text.Append("\nfrom . import _annotations as t\nfrom ._results import JsonObject, Submitted\n");
        foreach (PythonClass one in model.Results)
        {
            Write(text, one);
        }

        Write(text, new("JobResult", null, "The result of a job: the fields of every operation. What a job has are those of its own.", [.. AllFields()]));
        text.Append('\n');
        foreach (PythonClass one in model.Results.Where(static one => one.Variants.Count > 0))
        {
            text.Append($"\n{one.Name}._variants = ({string.Concat(one.Variants.Select(static variant => $"({variant.Name}, \"{variant.Sign}\"), ")).TrimEnd()})\n");
        }

        text.Append("\n#: What is returned, and what instead where it is a submission, by the name of the operation.\n");
        text.Append("ANSWERS: t.Dict[str, t.Tuple[t.Type[JsonObject], t.Type[Submission]]] = {\n");
        foreach (OperationDescription operation in Operations.All.Where(static one => one.Result is not null))
        {
            string answers = $"({model.ResultNameOf(operation.Result!)}, {model.ResultNameOf(operation.Submission)})";
            foreach (string name in operation.Names.Select(static entry => entry.Key))
            {
                text.Append($"    \"{name}\": {answers},\n");
            }
        }

        text.Append("}\n\n#: The members by which the result of any job is known; all of one set must be there.\n");
        text.Append("SIGNS: t.Tuple[t.Tuple[t.Type[JsonObject], t.Tuple[t.Tuple[str, ...], ...]], ...] = (\n");
        foreach (ResultKind kind in ResultKinds.All.Where(static kind => kind.Signs.Count > 0))
        {
            Type result = Operations.All.First(operation => operation.Kind == kind).Result!;
            text.Append($"    ({model.ResultNameOf(result)}, ({string.Join(", ", kind.Signs.Select(static sign => $"({string.Concat(sign.Select(static name => $"\"{name}\", ")).TrimEnd()})"))},)),\n");
        }

        text.Append(")\n\n__all__ = [\n");
        return text.Append(string.Concat(model.Results.Select(static one => one.Name).Append("JobResult").Order(StringComparer.Ordinal).Select(static name => $"    \"{name}\",\n"))).Append("]\n").ToString();
    }

    static void Write(StringBuilder text, PythonClass one)
    {
        string parent = one.Base ?? (one.Name == "Submission" ? "Submitted" : "JsonObject");
        text.Append($"\n\nclass {one.Name}({parent}):\n{PythonText.Docs(one.Docs, 4)}\n    __slots__ = ()\n");
        foreach (PythonField field in one.Fields.Where(field => !s_methods.Contains(field.Attribute) && (one.Name != "Submission" || field.Name is not ("job_id" or "queued_at"))))
        {
            text.Append(PythonText.Comment(field.Docs, 4));
            text.Append($"    {field.Attribute}: {Annotation(field)}\n");
            if (char.IsUpper(field.Name[0]))
            {
                text.Append($"    {field.Name}: {Annotation(field)}\n");
            }
        }

        string inherited = one.Base is null ? "" : $"\n        **{one.Base}._fields,";
        text.Append($"    _fields = {{{inherited}{string.Concat(one.Fields.Select(static field => $"\n        \"{field.Name}\": {field.Kind},"))}\n    }}\n");
    }

    static string Annotation(PythonField field) => PythonText.Annotation($"Optional[{field.Type}]");

    IEnumerable<PythonField> AllFields() =>
        Operations.All.Where(static operation => operation.RequestType is not null).Select(operation => model.ResultNameOf(operation.Result!)).Distinct()
            .SelectMany(name => model.Results.Single(one => one.Name == name).Fields)
            .GroupBy(static field => field.Name)
            .Select(static fields => fields.First() with
            {
                Type = fields.Select(static field => field.Type).Distinct().ToArray() is [var only] ? only : $"Union[{string.Join(", ", fields.Select(static field => field.Type).Distinct())}]",
                Kind = "None",
            });
}

/// <summary>The types of requests: for people and type checkers, and for who likes to write them with the official SDK's names.</summary>
sealed class PythonRequests(PythonModel model) : IGenerator
{
    public string Path => "bindings/python/pulse_native/_requests.py";

    public string Generate()
    {
        StringBuilder text = new(PythonText.Header("the requests of the operations", "What the operations take: dicts, whose keys type checkers know. Imported where they are asked for."));
        text.Append("\nfrom typing import Any, Mapping, Sequence, TypedDict\n");
        foreach (PythonClass one in model.Requests)
        {
            text.Append($"\n\nclass {one.Name}(TypedDict, total=False):\n{PythonText.Docs(one.Docs, 4)}");
            foreach (PythonField field in one.Fields)
            {
                text.Append('\n').Append(PythonText.Comment(field.Docs, 4)).Append($"    {(field.Name == "async" ? "async_" : PythonText.Snake(field.Name))}: {field.Type}");
            }

            text.Append('\n');
        }

        text.Append($"\n\n__all__ = [\n{string.Concat(model.Requests.Select(static one => one.Name).Order(StringComparer.Ordinal).Select(static name => $"    \"{name}\",\n"))}]\n");
        return text.ToString();
    }
}
