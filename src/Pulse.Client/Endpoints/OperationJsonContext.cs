using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Batch;

namespace Pulse.Client.Endpoints;

/// <summary>The JSON of the arguments of operations that have no request of the API, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationArguments))]
[JsonSerializable(typeof(RunDocumentsArguments))]
sealed partial class OperationJsonContext : JsonSerializerContext;
