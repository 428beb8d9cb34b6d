using System.Text;
using System.Text.Json;
using Pulse.Native.Interop;

namespace Pulse.Native.Exports;

/// <summary>Headers as C gives and gets them.</summary>
static unsafe class HeaderText
{
    const int MaxHeaders = 1000;

    /// <summary>Headers that C gives.</summary>
    internal static List<KeyValuePair<string, string>> Read(HeaderStruct* headers, nuint count, string name)
    {
        if (count > MaxHeaders)
        {
            throw new ArgumentException($"There are more than {MaxHeaders} headers in {name}.");
        }

        List<KeyValuePair<string, string>> read = new((int)count);
        if (count > 0)
        {
            Interop.Read.Require(headers, sizeof(nuint), name);
        }

        for (int i = 0; i < (int)count; i++)
        {
            read.Add(new(Interop.Read.Text(headers[i].Name, $"{name}.name"), Interop.Read.Text(headers[i].Value, $"{name}.value")));
        }

        return read;
    }

    /// <summary>A JSON object with names in lower case; null when there are none.</summary>
    internal static string? Json(IReadOnlyDictionary<string, string>? headers)
    {
        if (headers is not { Count: > 0 })
        {
            return null;
        }

        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text))
        {
            writer.WriteStartObject();
            foreach ((string name, string value) in headers)
            {
                writer.WriteString(name.ToLowerInvariant(), value);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length));
    }
}
