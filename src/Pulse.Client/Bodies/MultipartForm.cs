using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pulse.Client.Bodies;

/// <summary>A multipart body, part for part as the official SDKs send theirs (docs/api.md, section 2): unset fields are left out, nested ones are one part of JSON.</summary>
sealed class MultipartForm : MultipartFormDataContent
{
    // The boundary is random, since a constant one may stand in the document itself. The cryptographic generator is not used: it
    // needs OpenSSL, without which the runtime would end the process; these numbers come from the operating system all the same.
    MultipartForm()
        : base($"pulse-{Guid.NewGuid():n}") => HeaderEncodingSelector = static (_, _) => Encoding.UTF8;

    readonly List<PulseFile> _files = [];
    readonly List<DocumentStream> _documents = [];

    /// <summary>Whether one of its files was read and cannot be read again.</summary>
    internal bool IsUsedUp => _files.Exists(static file => file.IsUsedUp);

    /// <summary>Lets all attempts of a call send the same documents.</summary>
    /// <param name="prints">What they have sent so far, document by document; filled by the first.</param>
    internal void Compare(List<ContentPrint> prints)
    {
        for (int i = 0; i < _documents.Count; i++)
        {
            if (i == prints.Count)
            {
                prints.Add(new ContentPrint());
            }

            _documents[i].Print = prints[i];
        }
    }

    /// <summary>Makes a form; what was opened for it is closed if filling it fails.</summary>
    internal static MultipartForm Create<TRequest>(TRequest request, Action<MultipartForm, TRequest> fill)
    {
        MultipartForm form = new();
        try
        {
            fill(form, request);
            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    internal void AddFile(PulseFile? file)
    {
        if (file is null)
        {
            return;
        }

        _files.Add(file);
        (Stream content, string mediaType) = file.Open();
        DocumentStream document = new(content, file.FileName);
        _documents.Add(document);
        StreamContent part = new(document, 64 * 1024);
        part.Headers.ContentType = MediaTypeHeaderValue.TryParse(mediaType, out MediaTypeHeaderValue? parsed)
            ? parsed
            : new MediaTypeHeaderValue(MediaTypes.Unknown);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{Quote(file.FileName)}\"");
        Add(part);
    }

    internal void AddText(string name, string? value)
    {
        if (value is not null)
        {
            ByteArrayContent part = new(Encoding.UTF8.GetBytes(value));
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{Quote(name)}\"");
            Add(part);
        }
    }

    internal void AddFlag(string name, bool? value) => AddText(name, value is { } flag ? (flag ? "true" : "false") : null);

    internal void AddJson<T>(string name, T? value, JsonTypeInfo<T> type)
        where T : class => AddText(name, value is null ? null : JsonSerializer.Serialize(value, type));

    /// <summary>A string goes as it is, not as a JSON literal: a schema given as text is the text of an object (docs/api.md, section 2).</summary>
    internal void AddElement(string name, JsonElement? value)
    {
        if (value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            AddText(name, element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText());
        }
    }

    internal void AddElements(IDictionary<string, JsonElement>? fields)
    {
        foreach ((string name, JsonElement value) in fields ?? new Dictionary<string, JsonElement>())
        {
            AddElement(name, value);
        }
    }

    /// <summary>As browsers do: UTF-8, with the three characters escaped that would end the parameter or the header.</summary>
    static string Quote(string text) =>
        text.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
