using System.Text.Json;

namespace Pulse.Sandbox.Requests;

/// <summary>The value of a request field: the text of a form part, or a JSON value.</summary>
/// <param name="Path">The field as the sender spelled it, with the names of the objects around it.</param>
/// <param name="Text">The text of a form part; null for a JSON value.</param>
/// <param name="Json">The JSON value when <paramref name="Text"/> is null.</param>
sealed record FieldValue(string Path, string? Text, JsonElement Json);
