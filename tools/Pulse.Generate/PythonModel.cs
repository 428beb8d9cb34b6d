using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>A field of a class of Python.</summary>
/// <param name="Name">On the wire.</param>
/// <param name="Type">Its annotation.</param>
/// <param name="Kind">What its value is made into when it is read: a class, <c>[class]</c>, <c>{"": class}</c>, or None.</param>
/// <param name="Docs">A sentence.</param>
sealed record PythonField(string Name, string Type, string Kind, string Docs)
{
    /// <summary>As an attribute or a parameter: camelCase is for the wire, and keywords cannot be one.</summary>
    internal string Attribute => Name == "async" ? "async_" : PythonText.Snake(Name);
}

/// <summary>A class of Python, of results or of requests.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Base">What it is derived from; null for the root of its kind.</param>
/// <param name="Docs">What it is.</param>
/// <param name="Fields">Its own fields.</param>
sealed record PythonClass(string Name, string? Base, string Docs, IReadOnlyList<PythonField> Fields)
{
    /// <summary>Derived classes, and the member by which each is known.</summary>
    internal IReadOnlyList<(string Name, string Sign)> Variants { get; init; } = [];
}

/// <summary>The requests and results of the operations, as classes of Python.</summary>
sealed class PythonModel
{
    /// <summary>Where the official SDK for Python has another name than this library for .NET.</summary>
    static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["ExtractionResult"] = "Extraction",
        ["WebhookLink"] = "CreateWebhookLinkResponse",
        ["ExtractionExtensions"] = "ExtractResponseExtensions",
        ["ChunkLists"] = "ExtractResponseChunks",
        ["FootnoteReference"] = "ExtractResponseExtensionsFootnoteReferencesItem",
        ["WordBoxes"] = "ExtractResponseExtensionsAltOutputsWlbb",
        ["WordBox"] = "ExtractResponseExtensionsAltOutputsWlbbWordsItem",
        ["LargeResultLink"] = "LargeLink",
        ["JobSubmission"] = "Submission",
        ["BoundingBox"] = "BoundingBoxItem",
        ["BoundingImage"] = "BoundingBoxImage",
        ["BoundingTable"] = "BoundingBoxTable",
        ["SplitResult"] = "SplitResponse",
        ["SchemaResult"] = "SchemaResponse",
        ["SingleSchemaResult"] = "SingleSchemaResponse",
        ["SplitSchemaResult"] = "SplitSchemaResponse",
        ["TablesResult"] = "TablesResponse",
        ["ExtractedTable"] = "TablesOutputTablesItem",
        ["PipelineResult"] = "PipelineExecuteResponse",
        ["PipelineExecuteResponseResults"] = "PipelineResults",
        ["BatchExtractStepResult"] = "PipelineBatchExtractResult",
        ["FormCheckbox"] = "FormCheckboxDetail",
        ["SplitTopic"] = "TopicDefinition",
        ["BatchInput"] = "BatchInputSource",
        ["BatchOutput"] = "BatchOutputDestination",
        ["BatchFile"] = "BatchFileUpload",
        ["BatchExtractStep"] = "PipelineStepBatchExtractConfig",
        ["FigureProcessing"] = "ExtractRequestFigureProcessing",
        ["ExtractExtensions"] = "ExtractRequestExtensions",
        ["ChunkingOptions"] = "ExtractRequestExtensionsChunking",
        ["AlternativeOutputs"] = "ExtractRequestExtensionsAltOutputs",
        ["SpreadsheetOptions"] = "ExtractRequestSpreadsheet",
        ["StorageOptions"] = "ExtractRequestStorage",
        ["StructuredOutputOptions"] = "ExtractRequestStructuredOutput",
    };

    readonly XmlDocs _docs = new(NameOf);
    readonly List<PythonClass> _results = [];
    readonly List<PythonClass> _requests = [];
    readonly HashSet<Type> _seenResults = [];
    readonly HashSet<Type> _seenRequests = [];

    internal PythonModel()
    {
        _results.AddRange(OpenFields.Classes);
        foreach (OperationDescription operation in Operations.All.Where(static operation => operation.RequestType is not null))
        {
            Request(operation.RequestType!.Type);
        }

        foreach (OperationDescription operation in Operations.All.Where(static operation => operation.Result is not null))
        {
            Result(operation.Submission);
            Result(operation.Result!);
        }

        Result(typeof(LargeResultLink));
    }

    /// <summary>The classes of results, each after those that it needs.</summary>
    internal IReadOnlyList<PythonClass> Results => _results;

    /// <summary>The types of requests, each after those that it needs.</summary>
    internal IReadOnlyList<PythonClass> Requests => _requests;

    internal static string NameOf(string name) => s_names.GetValueOrDefault(name, name);

    internal static string NameOf(Type type) => NameOf(type.Name);

    /// <summary>The class of a result. What is sent as well as returned has two: one for dicts, and one to read from.</summary>
    internal string ResultNameOf(Type type) => $"{NameOf(type)}{(_seenRequests.Contains(type) ? "Result" : "")}";

    /// <summary>The parameters of an operation's method.</summary>
    internal IEnumerable<PythonField> Parameters(JsonTypeInfo request) => RequestFields(request, isParameter: true);

    /// <summary>The fields of a request as they are on the wire.</summary>
    internal IEnumerable<PythonField> Fields(JsonTypeInfo request) => RequestFields(request, isParameter: false);

    internal string ResultOf(OperationDescription operation) => operation switch
    {
        { IsDownload: true } => "File",
        { Job: OperationJob.Always } => ResultNameOf(operation.Submission),
        { Result: { } result } => ResultNameOf(result),
        _ => "JsonObject",
    };

    /// <summary>Adds the class of a result with all that it needs.</summary>
    void Result(Type type)
    {
        if (!_seenResults.Add(type))
        {
            return;
        }

        // A link stands where an extraction is expected.
        Type? parent = type == typeof(LargeResultLink) ? typeof(ExtractionResult) : type.BaseType;
        bool isDerived = parent is not null && parent != typeof(PulseResult) && parent != typeof(ExtractResponse) && typeof(PulseResult).IsAssignableFrom(parent);
        if (isDerived)
        {
            Result(parent!);
        }

        List<PythonField> fields = [];
        Dictionary<string, List<PythonField>> nested = [];
        IEnumerable<PropertyInfo> properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => IsField(property) && (property.DeclaringType == type || !isDerived));
        foreach (PropertyInfo property in properties)
        {
            string name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? PythonText.Snake(property.Name);
            (string annotation, string kind) = ResultType(property.PropertyType);
            string[] parts = name.Split('.');
            PythonField field = new(parts[^1], annotation, kind, _docs.Of(property));
            if (parts.Length == 1)
            {
                fields.Add(field);
            }
            else if (nested.TryGetValue(parts[0], out List<PythonField>? inner))
            {
                inner.Add(field);
            }
            else
            {
                // Where C# has properties for what the JSON has in an object of its own.
                nested.Add(parts[0], [field]);
                string inside = NameOf($"{ResultNameOf(type)}{Names.Pascal(parts[0])}");
                fields.Add(new PythonField(parts[0], inside, inside, $"The ``{parts[0]}`` of it."));
            }
        }

        foreach ((string name, List<PythonField> inner) in nested)
        {
            _results.Add(OpenFields.Complete(new PythonClass(NameOf($"{ResultNameOf(type)}{Names.Pascal(name)}"), null, $"The ``{name}`` of {ResultNameOf(type)}.", inner)));
        }

        // What one JSON decides is one class with the fields of all, and one for each.
        Type[] variants = [.. type.IsAbstract ? type.Assembly.GetTypes().Where(one => one.BaseType == type) : []];
        List<(string Name, string Sign)> signs = [];
        foreach (Type variant in variants)
        {
            foreach (PropertyInfo property in variant.GetProperties().Where(property => IsField(property) && property.DeclaringType == variant))
            {
                string name = PythonText.Snake(property.Name);
                (string annotation, string kind) = ResultType(property.PropertyType);
                fields.Add(new PythonField(name, annotation, kind, _docs.Of(property)));
                if (Operations.All.First(operation => operation.Result == type).Kind.Signs.Any(sign => sign[0] == name))
                {
                    signs.Add((ResultNameOf(variant), name));
                }
            }
        }

        _results.Add(OpenFields.Complete(new PythonClass(ResultNameOf(type), isDerived ? ResultNameOf(parent!) : null, _docs.Of(type), fields) { Variants = signs }));
        foreach (Type variant in variants)
        {
            Result(variant);
        }
    }

    static bool IsField(PropertyInfo property) =>
        property.GetCustomAttribute<JsonIgnoreAttribute>() is null
        && property.GetCustomAttribute<JsonExtensionDataAttribute>() is null
        && property.Name is not ("EqualityContract" or "Body" or "Job")
        && property.GetIndexParameters().Length == 0
        && !property.Name.Contains('.', StringComparison.Ordinal)
        && (property.GetMethod!.IsPublic || property.GetCustomAttribute<JsonPropertyNameAttribute>() is not null);

    (string Annotation, string Kind) ResultType(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
        {
            return (scalar, "None");
        }

        if (Generic(type, typeof(IReadOnlyList<>)) is { } item)
        {
            (string annotation, string kind) = ResultType(item);
            return ($"JsonArray[{annotation}]", kind == "None" ? "None" : $"[{kind}]");
        }

        if (Generic(type, typeof(IReadOnlyDictionary<,>)) is { } value)
        {
            (string annotation, string kind) = ResultType(value);
            return ($"Mapping[str, {annotation}]", kind == "None" ? "None" : $"{{\"\": {kind}}}");
        }

        Result(type);
        return (ResultNameOf(type), ResultNameOf(type));
    }

    /// <summary>Adds the type of a request with all that it needs.</summary>
    void Request(Type type)
    {
        if (!_seenRequests.Add(type))
        {
            return;
        }

        JsonTypeInfo contract = Contract(type);
        PythonField[] fields = type == typeof(PipelineSteps) ? [.. Steps()] : [.. RequestFields(contract, isParameter: false)];
        _requests.Add(new PythonClass(NameOf(type), null, _docs.Of(type), fields));
    }

    static JsonTypeInfo Contract(Type type) => PulseJsonContext.Default.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} has no JSON contract");

    IEnumerable<PythonField> Steps()
    {
        foreach (MethodInfo method in typeof(PipelineSteps).GetMethods().Where(static method => method.ReturnType == typeof(PipelineSteps)))
        {
            string step = PythonText.Snake(method.Name);
            if (PipelineSteps.ConfigType(step) is { } config && config.Type == method.GetParameters()[0].ParameterType)
            {
                yield return new PythonField(step, RequestTypeOf(config.Type, isParameter: false), "None", _docs.Of(config.Type));
            }
        }
    }

    IEnumerable<PythonField> RequestFields(JsonTypeInfo contract, bool isParameter)
    {
        foreach (JsonPropertyInfo field in contract.Properties.Where(static field => !field.IsExtensionData && field.Set is not null))
        {
            string docs = field.Name == "async" ? "Whether a job is made in place of a result; the call then returns its Submission." : _docs.Of((PropertyInfo)field.AttributeProvider!);
            yield return new PythonField(field.Name, RequestTypeOf(field.PropertyType, isParameter), "None", docs);
        }
    }

    string RequestTypeOf(Type type, bool isParameter)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
        {
            return scalar;
        }

        if (Generic(type, typeof(IReadOnlyList<>)) is { } item)
        {
            string items = $"Sequence[{RequestTypeOf(item, isParameter: false)}]";
            return !isParameter || item == typeof(string) ? items : $"Union[{items}, Sequence[Structured], str]";
        }

        if (Generic(type, typeof(IReadOnlyDictionary<,>)) is { } value)
        {
            string values = $"Mapping[str, {RequestTypeOf(value, isParameter: false)}]";
            return isParameter ? $"Union[{values}, Structured]" : values;
        }

        Request(type);
        return isParameter ? $"Union[{NameOf(type)}, Structured]" : NameOf(type);
    }

    static string? Scalar(Type type) =>
        type == typeof(string) || type == typeof(DateTimeOffset) ? "str"
        : type == typeof(bool) ? "bool"
        : type == typeof(int) || type == typeof(long) ? "int"
        : type == typeof(decimal) || type == typeof(double) ? "float"
        : type == typeof(JsonElement) || type == typeof(RawResult) ? "Any"
        : null;

    static Type? Generic(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition ? type.GetGenericArguments()[^1] : null;
}
