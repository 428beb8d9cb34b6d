using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The JSON of all requests, and of the arguments of operations that have none of the API, generated at compile time. Names are camelCase, as the official SDKs write them for /extract, unless a model names them otherwise.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = false)]
[JsonSerializable(typeof(ExtractRequest))]
[JsonSerializable(typeof(SplitRequest))]
[JsonSerializable(typeof(SchemaRequest))]
[JsonSerializable(typeof(TablesRequest))]
[JsonSerializable(typeof(BatchExtractRequest))]
[JsonSerializable(typeof(BatchSchemaRequest))]
[JsonSerializable(typeof(BatchSplitRequest))]
[JsonSerializable(typeof(BatchTablesRequest))]
[JsonSerializable(typeof(PipelineRequest))]
[JsonSerializable(typeof(BatchExtractStep))]
[JsonSerializable(typeof(FormDetectRequest))]
[JsonSerializable(typeof(FormFillRequest))]
[JsonSerializable(typeof(FormClearRequest))]
[JsonSerializable(typeof(OperationArguments))]
[JsonSerializable(typeof(RunDocumentsArguments))]
sealed partial class PulseJsonContext : JsonSerializerContext;

/// <summary>
/// The JSON of all results, generated at compile time. Apart from that of the requests, since all types of a context are kept
/// when one is used: the native library hands results over unread, and is 0.4 MB smaller without their types.
/// </summary>
[JsonSerializable(typeof(PlanInfo))]
[JsonSerializable(typeof(StructuredOutputResult))]
[JsonSerializable(typeof(BoundingBoxes))]
[JsonSerializable(typeof(ChunkLists))]
[JsonSerializable(typeof(IReadOnlyList<FootnoteReference>))]
[JsonSerializable(typeof(WordBoxes))]
[JsonSerializable(typeof(SplitOutput))]
[JsonSerializable(typeof(TablesOutput))]
[JsonSerializable(typeof(TableRows))]
[JsonSerializable(typeof(IReadOnlyList<SplitTopic>))]
[JsonSerializable(typeof(IReadOnlyList<BatchItem>))]
[JsonSerializable(typeof(IReadOnlyList<FormCell>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, StructuredOutputResult>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, JsonElement>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
sealed partial class PulseResultJsonContext : JsonSerializerContext;
