using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client.Requests;

/// <summary>
/// A path in a request. A byte that is not UTF-8 is half a surrogate pair (<c>\udce9</c>), as Python writes it, which is no text to JSON
/// and to .NET: on its way through the reader it is what <see cref="RawPaths.ToText"/> makes of it.
/// </summary>
/// <param name="Value">The path.</param>
[JsonConverter(typeof(RequestPathConverter))]
sealed record RequestPath(string Value)
{
    const int EscapeLength = 6;

    /// <summary>A string of JSON, with its quotes, so that it can be read.</summary>
    /// <exception cref="ArgumentException">It holds a NUL, which no path has, and which would be taken for such a byte's.</exception>
    internal static string Escape(string json)
    {
        StringBuilder text = new(json.Length);
        for (int i = 0; i < json.Length;)
        {
            int code = CodeAt(json, i);
            int length = code >= 0 ? EscapeLength : json[i] == '\\' ? 2 : 1;
            if (char.IsHighSurrogate((char)Math.Max(code, 0)) && CodeAt(json, i + EscapeLength) is >= 0xDC00 and <= 0xDFFF)
            {
                length = 2 * EscapeLength;
            }

            if (code == 0)
            {
                throw new ArgumentException("A path in the request holds a NUL character.");
            }

            if (length == EscapeLength && code is >= 0xDC80 and <= 0xDCFF)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u0000{code - 0xDC00:x2}");
            }
            else
            {
                text.Append(json, i, length);
            }

            i += length;
        }

        return text.ToString();
    }

    /// <summary>The number of an escape; negative where there is none.</summary>
    static int CodeAt(string json, int i) =>
        i + EscapeLength <= json.Length && json[i] == '\\' && json[i + 1] == 'u' && ushort.TryParse(json.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code) ? code : -1;
}

/// <summary>Reads <see cref="RequestPath"/>.</summary>
sealed class RequestPathConverter : JsonConverter<RequestPath>
{
    public override RequestPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new(RawPaths.FromText(reader.GetString()!)) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, RequestPath value, JsonSerializerOptions options) => writer.WriteStringValue(RawPaths.ToText(value.Value));
}
