using System.Text;
using System.Text.Json;

namespace Pulse.Client;

/// <summary>The message, code and details in an error body, in any of the shapes that have been seen.</summary>
readonly record struct ErrorText(string? Message, string? Code, string? Details)
{
    /// <summary>Whether it is the API's own error object, which nothing in between makes.</summary>
    internal bool IsOfApi { get; init; }

    internal static ErrorText Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return default;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return ReadObject(document.RootElement);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Proxies send HTML or text, also labelled JSON, and JSON can have halves of surrogate pairs in it, which is no text;
            // the status stands, the body is shown as it is.
        }

        string text = Encoding.UTF8.GetString(body.Span);
        string plain = text.TrimStart().StartsWith('<') ? WithoutTags(text) : text;
        return new(plain, LeadingCode(plain), null);
    }

    internal static ErrorText ReadObject(JsonElement root)
    {
        string? message = null, code = null, details = null;
        if (root.TryGetProperty("error", out JsonElement error))
        {
            if (error.ValueKind == JsonValueKind.Object)
            {
                message = Text(error, "message");
                code = Text(error, "code");
                details = error.TryGetProperty("details", out JsonElement value) ? value.GetRawText() : null;
            }
            else if (error.ValueKind == JsonValueKind.String)
            {
                message = error.GetString();
            }
        }

        message ??= Text(root, "message") ?? Text(root, "Message") ?? Detail(root);
        code ??= Text(root, "code") ?? LeadingCode(message);
        bool isOfApi = error.ValueKind == JsonValueKind.Object && (Text(error, "code") ?? Text(error, "message")) is not null;
        return new(message, code, details) { IsOfApi = isOfApi };
    }

    static string? Detail(JsonElement root)
    {
        if (!root.TryGetProperty("detail", out JsonElement detail))
        {
            return null;
        }

        return detail.ValueKind switch
        {
            JsonValueKind.String => detail.GetString(),
            JsonValueKind.Array => string.Join("; ", detail.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? Text(item, "msg") : null).OfType<string>()),
            _ => null,
        };
    }

    static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A code such as <c>AUTH_002</c> at the beginning: capitals, an underscore, three digits.</summary>
    static string? LeadingCode(string? text)
    {
        ReadOnlySpan<char> rest = text;
        int start = rest.IndexOfAnyInRange('A', 'Z');
        if (start < 0 || rest[..start].ContainsAnyInRange('a', 'z') || rest[..start].ContainsAnyInRange('0', '9'))
        {
            return null;
        }

        rest = rest[start..];
        int prefix = rest.IndexOfAnyExceptInRange('A', 'Z');
        bool whole = prefix > 0
            && rest.Length >= prefix + 4
            && rest[prefix] == '_'
            && !rest.Slice(prefix + 1, 3).ContainsAnyExceptInRange('0', '9')
            && (rest.Length == prefix + 4 || !char.IsLetterOrDigit(rest[prefix + 4]));
        return whole ? rest[..(prefix + 4)].ToString() : null;
    }

    static string WithoutTags(string html)
    {
        StringBuilder text = new(html.Length);
        bool inTag = false;
        foreach (char c in html)
        {
            if (c is '<' or '>')
            {
                inTag = c == '<';
                text.Append(' ');
            }
            else if (!inTag)
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}
