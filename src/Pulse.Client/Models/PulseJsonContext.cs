using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Client;

/// <summary>All JSON of the engine, generated at compile time. Requests are written in camelCase, as the official SDKs do for /extract.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = false)]
[JsonSerializable(typeof(ExtractRequest))]
[JsonSerializable(typeof(PlanInfo))]
[JsonSerializable(typeof(StructuredOutputResult))]
[JsonSerializable(typeof(BoundingBoxes))]
sealed partial class PulseJsonContext : JsonSerializerContext;
