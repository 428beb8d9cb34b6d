using System.Text;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>
/// The methods of the two clients for Python: one for each operation, with its parameters and the type of its result. What a
/// result's type depends on is in a stub, for type checkers, as it would make the import slower.
/// </summary>
sealed class PythonOperations(PythonModel model, bool isAsync, bool isStub) : IGenerator
{
    public string Path => $"bindings/python/pulse_native/_generated{(isAsync ? "_async" : "")}.py{(isStub ? "i" : "")}";

    string Prefix => isAsync ? "Async" : "";

    string Define => isAsync ? "async def" : "def";

    string Await => isAsync ? "await " : "";

    /// <summary>Those that have a method made from the description alone.</summary>
    static IEnumerable<OperationDescription> Described => Operations.All.Where(static operation => operation.RequestType is not null || operation.IsDownload || operation.Group == OperationGroup.Webhooks);

    public string Generate()
    {
        StringBuilder methods = new();
        foreach (IGrouping<OperationGroup, OperationDescription> group in Described.Where(static operation => operation.Group is not null).GroupBy(static operation => operation.Group!))
        {
            methods.Append($"\n\nclass {ClassOf(group.Key)}(Resource):\n{PythonText.Docs(group.Key.Summary, 4)}\n    __slots__ = ()\n");
            foreach (OperationDescription operation in group)
            {
                Write(methods, operation, "self._client._run");
            }
        }

        methods.Append($"\n\nclass {Prefix}Operations(Endpoints):\n{PythonText.Docs("The operations of the API.", 4)}");
        if (!isStub)
        {
            methods.Append("\n    _extract_options = (\n").Append(string.Concat(model.Parameters(ServiceEndpoints.Extract.RequestType!).Select(static field => $"        \"{field.Attribute}\",\n"))).Append("    )\n");
        }

        foreach (OperationDescription operation in Described.Where(static operation => operation.Group is null))
        {
            Write(methods, operation, "self._run");
        }

        foreach (OperationGroup group in Described.Where(static operation => operation.Group is not null && operation.Group != OperationGroup.Webhooks).Select(static operation => operation.Group!).Distinct())
        {
            methods.Append($"\n    @property\n    def {group.Name}(self) -> {ClassOf(group)}:\n{(isStub ? "        ...\n" : $"{PythonText.Docs(group.Summary, 8)}        return {ClassOf(group)}(self)\n")}");
        }

        string body = methods.ToString();
        StringBuilder text = new(PythonText.Header("the operations", isAsync ? "The operations of the API, as methods of ``AsyncPulse``." : "The operations of the API, as methods of ``Pulse``."));
        if (!isStub)
        {
            text.Append("\nfrom . import _annotations as t\nfrom ._endpoints import Endpoints, Resource, path_of\nfrom ._operations import named\nfrom ._request import to_json\n");
            return text.Append(body).ToString();
        }

        text.Append("\nfrom typing import Any, Literal, Mapping, Optional, Sequence, Union, overload\n\nfrom ._endpoints import Endpoints, Resource\nfrom ._job import File\n");
        text.Append(Import("_models", model.Results.Select(static one => one.Name), body));
        text.Append(Import("_requests", model.Requests.Select(static one => one.Name), body));
        text.Append("from ._types import FileInput, RequestOptions, StrPath, Structured\n");
        return text.Append(body).ToString();
    }

    string ClassOf(OperationGroup group) => $"{Prefix}{Names.Pascal(group.Name)}{(group == OperationGroup.Webhooks ? "Operations" : "")}";

    static string Import(string module, IEnumerable<string> names, string body) =>
        $"from .{module} import (\n{string.Concat(names.Where(name => System.Text.RegularExpressions.Regex.IsMatch(body, $@"\b{name}\b")).Order(StringComparer.Ordinal).Select(static name => $"    {name},\n"))})\n";

    /// <summary>Stubs are read by type checkers only, and import what they name.</summary>
    string Annotation(string type) => isStub ? type : PythonText.Annotation(type);

    void Write(StringBuilder text, OperationDescription operation, string run)
    {
        string result = model.ResultOf(operation);
        if (operation.IsDownload)
        {
            WriteOverloads(text, operation, [("path: None = None", "File"), ("path: StrPath", "None")], path => [.. operation.Arguments.Select(static id => $"{id}: str"), path, "*"]);
            if (isStub)
            {
                return;
            }

            Define_(text, operation.Method, [.. operation.Arguments.Select(static id => $"{id}: str"), "path: Optional[StrPath] = None", "*"], "Optional[File]");
            Docs(text, $"{operation.Summary} A File, or with ``path`` written there, whole or not at all (``{operation.Label}``).");
            string ids = string.Join(", ", operation.Arguments.Select(static id => $"\"{id}\": {id}"));
            string jobId = operation.Arguments.Contains("job_id") ? "job_id" : "None";
            Line(text, $"        request = to_json({{{ids}, \"path\": path_of(path)}})\n");
            Return(text, run, $"named(\"{operation.Name}\", request, {jobId}, to_path=path is not None)", "Optional[File]");
            return;
        }

        if (operation.RequestType is not { } request)
        {
            Define_(text, operation.Method, ["*"], result);
            Docs(text, $"{operation.Summary} (``{operation.Label}``)");
            Return(text, run, $"named(\"{operation.Name}\", b\"\")", result);
            return;
        }

        PythonField[] fields = [.. model.Parameters(request)];
        string[] file = operation.Files switch
        {
            OperationFiles.One => ["file: Optional[FileInput] = None"],
            OperationFiles.Many => ["files: Sequence[FileInput] = ()"],
            _ => [],
        };
        string[] Parameters(string? isAsyncType = null) =>
            ["*", .. file, .. fields.Select(field => $"{field.Attribute}: {(field.Name == "async" && isAsyncType is not null ? isAsyncType : $"Optional[{field.Type}] = None")}"), "extra_body: Optional[Mapping[str, Any]] = None"];
        if (operation.Job == OperationJob.OnRequest)
        {
            WriteOverloads(text, operation, [("Literal[True]", "Submission"), ("Optional[Literal[False]] = None", result), ("Optional[bool]", $"Union[{result}, Submission]")], Parameters);
            result = $"Union[{result}, Submission]";
        }

        if (!isStub || operation.Job != OperationJob.OnRequest)
        {
            Define_(text, operation.Method, Parameters(), result);
        }

        StringBuilder docs = new($"{operation.Summary}\n\n``{operation.Label}``. Cost: {operation.Cost}. ");
        docs.Append(operation.IsDeprecated ? "The service has deprecated it. " : "");
        docs.Append(operation.Job switch
        {
            OperationJob.Always => "The response is a submission: ``jobs.wait`` waits for its job.",
            OperationJob.OnRequest => "With ``async_=True`` the response is a Submission, whose job ``jobs.wait`` waits for.",
            _ => "",
        });
        docs.Append(operation.Job == OperationJob.Never ? "" : " Raises OutcomeUnknownError when the request was sent and no response came: it is not sent again.").Append('\n');
        docs.Append(file.Length == 0 ? "" : operation.Files == OperationFiles.One
            ? "\n:param file: the document: a path, bytes, a binary file, or a tuple of name, content and media type"
            : "\n:param files: the documents: paths, bytes, binary files, or tuples of name, content and media type");
        foreach (PythonField field in fields)
        {
            docs.Append($"\n:param {field.Attribute}: {char.ToLowerInvariant(field.Docs[0])}{field.Docs[1..].TrimEnd('.')}");
        }

        docs.Append("\n:param extra_body: fields of the request that have no parameter\n:param request_options: what differs for this call");
        Docs(text, docs.ToString());
        string files = operation.Files switch
        {
            OperationFiles.One => ", files=() if file is None else (file,)",
            OperationFiles.Many => ", files=files",
            _ => "",
        };
        string body = $"        request = to_json(\n            {{\n{string.Concat(fields.Select(static field => $"                \"{field.Attribute}\": {field.Attribute},\n"))}            }},\n            request_options,\n            extra_body,\n        )\n";
        Line(text, body);
        Return(text, run, $"named(\"{operation.Name}\", request{files})", result);
        if (operation == ServiceEndpoints.Extract)
        {
            string name = $"submit_{operation.Name}";
            Define_(text, name, Parameters(), "Submission");
            Docs(text, $"Submits a document (``{operation.Label}`` with ``async``); takes what ``{operation.Method}`` takes. Wait with ``jobs.wait``.");
            Line(text, body);
            Return(text, run, $"named(\"{name}\", request{files})", "Submission");
        }
    }

    void Docs(StringBuilder text, string docs)
    {
        if (!isStub)
        {
            text.Append(PythonText.Docs(docs, 8));
        }
    }

    void Line(StringBuilder text, string line)
    {
        if (!isStub)
        {
            text.Append(line);
        }
    }

    void WriteOverloads(StringBuilder text, OperationDescription operation, (string Argument, string Result)[] forms, Func<string, string[]> parameters)
    {
        if (!isStub)
        {
            return;
        }

        foreach ((string argument, string result) in forms)
        {
            text.Append("\n    @overload\n    ").Append(Signature(operation.Method, parameters(argument), result)).Append(" ...\n");
        }
    }

    void Define_(StringBuilder text, string name, string[] parameters, string result) => text.Append("\n    ").Append(Signature(name, parameters, result)).Append(isStub ? " ...\n" : "\n");

    string Signature(string name, string[] parameters, string result) =>
        $"{Define} {name}(\n        self,\n{string.Concat(parameters.Select(parameter => $"        {Parameter(parameter)},\n"))}        request_options: {Annotation("Optional[RequestOptions]")} = None,\n    ) -> {Annotation(result)}:";

    string Parameter(string parameter) =>
        parameter.Split(": ", 2) is [var name, var type] ? $"{name}: {Annotation(type)}" : parameter;

    void Return(StringBuilder text, string run, string call, string type) =>
        Line(text, $"        response: {Annotation(type)} = {Await}{run}({call}, request_options)\n        return response\n");
}
