using System.Text.Json;

namespace Pulse.Client.Results;

/// <summary>Reads every token of a JSON text, for those who want it all checked.</summary>
static class JsonValidator
{
    // The depth is only a number to the reader, which keeps a bit for each level.
    const int Deepest = 64 * 1024 * 1024;

    internal static bool TryValidate(ReadOnlySpan<byte> json, out JsonFault fault)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            while (reader.Read())
            {
                // The reader checks escapes but not that surrogates come in pairs, which readers replace.
            }

            fault = default;
            return true;
        }
        catch (JsonException)
        {
            fault = new(JsonFaultReason.InvalidToken, (int)reader.BytesConsumed);
            return false;
        }
    }
}
