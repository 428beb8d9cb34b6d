using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>Reads a request body, multipart, URL-encoded or JSON, into named fields and files.</summary>
/// <param name="exchange">The request.</param>
/// <param name="names">The known fields.</param>
/// <param name="fileField">The name of the part that is a file; empty for none.</param>
/// <param name="maxFiles">How many such parts there may be.</param>
sealed class RequestReader(Exchange exchange, FieldNames names, string fileField, int maxFiles = 1)
{
    const int TextPartLimit = 16 * 1024 * 1024;
    const int JsonBodyLimit = 64 * 1024 * 1024;

    readonly FieldSet _fields = new("", names, exchange.State.Options.Loose);
    readonly List<Upload> _files = [];
    bool _tooLarge;

    /// <summary>Reads the whole body.</summary>
    /// <returns>The fields, and the file if there was one; the caller disposes of the file.</returns>
    public async Task<(FieldSet Fields, Upload? File)> ReadAsync()
    {
        (FieldSet fields, IReadOnlyList<Upload> files) = await ReadAllAsync().ConfigureAwait(false);
        return (fields, files.Count > 0 ? files[0] : null);
    }

    /// <summary>The same with all files, in their order.</summary>
    public async Task<(FieldSet Fields, IReadOnlyList<Upload> Files)> ReadAllAsync()
    {
        try
        {
            await ReadBodyAsync().ConfigureAwait(false);
            return _tooLarge ? throw ApiErrors.TooLarge(exchange.State.Options.MaxUploadBytes) : (_fields, _files);
        }
        catch
        {
            _files.ForEach(file => file.Dispose());
            throw;
        }
    }

    Task ReadBodyAsync()
    {
        string? contentType = exchange.Http.Request.ContentType;
        if (string.IsNullOrEmpty(contentType))
        {
            return ReadNothingAsync("a Content-Type is missing");
        }

        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type))
        {
            return ReadNothingAsync("the Content-Type cannot be read");
        }

        if (type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return ReadMultipartAsync(HeaderUtilities.RemoveQuotes(type.Boundary).Value);
        }

        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return ReadUrlEncodedAsync();
        }

        return type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
            ? ReadJsonAsync()
            : ReadNothingAsync("the Content-Type must be multipart/form-data or application/json");
    }

    // What a client sends that lost its body on a retry; it is to hear that the file is missing.
    async Task ReadNothingAsync(string problem)
    {
        byte[] one = new byte[1];
        if (await exchange.Http.Request.Body.ReadAsync(one, exchange.Aborted).ConfigureAwait(false) > 0)
        {
            throw ApiErrors.InvalidBody($"Invalid request body: {problem}");
        }
    }

    async Task ReadJsonAsync()
    {
        ReadOnlyMemory<byte> body = await ReadLimitedAsync(exchange.Http.Request.Body, JsonBodyLimit, "The JSON body").ConfigureAwait(false);
        if (body.IsEmpty)
        {
            return;
        }

        JsonElement root;
        try
        {
            root = JsonElement.Parse(body.Span, new JsonDocumentOptions { AllowDuplicateProperties = exchange.State.Options.Loose });
        }
        catch (JsonException e)
        {
            throw ApiErrors.InvalidBody($"The body is not valid JSON: {e.Message}");
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw ApiErrors.InvalidBody("The JSON body must be an object");
        }

        foreach (JsonProperty property in root.EnumerateObject())
        {
            _fields.Add(property.Name, property.Value);
        }
    }

    async Task ReadUrlEncodedAsync()
    {
        ReadOnlyMemory<byte> body = await ReadLimitedAsync(exchange.Http.Request.Body, TextPartLimit, "The form").ConfigureAwait(false);
        foreach ((string name, var values) in QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span)))
        {
            foreach (string? value in values)
            {
                _fields.Add(name, value ?? "");
            }
        }
    }

    async Task ReadMultipartAsync(string? boundary)
    {
        if (string.IsNullOrEmpty(boundary))
        {
            throw ApiErrors.InvalidBody("The multipart Content-Type has no boundary");
        }

        var reader = new MultipartReader(boundary, exchange.Http.Request.Body) { HeadersLengthLimit = 64 * 1024 };
        try
        {
            while (await reader.ReadNextSectionAsync(exchange.Aborted).ConfigureAwait(false) is { } section)
            {
                await ReadPartAsync(section).ConfigureAwait(false);
            }
        }
        catch (IOException) when (exchange.Http.Request.Body is HashingStream { BytesRead: 0 })
        {
            // No body at all; that the file is missing says more than that the form is.
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw ApiErrors.InvalidBody($"The multipart body cannot be read: {e.Message}");
        }
    }

    async Task ReadPartAsync(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
            || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
        {
            throw ApiErrors.InvalidBody("A part of the form has no name");
        }

        // Only a filename makes a part a file. A Content-Type alone does not: some SDKs label their JSON parts.
        string? fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar).Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        if (fileName is null)
        {
            ReadOnlyMemory<byte> bytes = await ReadLimitedAsync(section.Body, TextPartLimit, $"The part '{name}'").ConfigureAwait(false);
            exchange.Entry.AddPart(new JournalPart(name, null, section.ContentType, bytes.Length));
            _fields.Add(name, Encoding.UTF8.GetString(bytes.Span));
            return;
        }

        if (!name.Equals(fileField, StringComparison.Ordinal))
        {
            exchange.Entry.AddPart(new JournalPart(name, fileName, section.ContentType, 0));
            throw names.Find(name) is null && !exchange.State.Options.Loose
                ? ApiErrors.UnknownField(name)
                : ApiErrors.InvalidValue(name, "a file was sent where text is expected");
        }

        if (_files.Count == maxFiles || _tooLarge)
        {
            throw ApiErrors.RepeatedField(name);
        }

        long limit = exchange.State.Options.MaxUploadBytes;
        Upload? file = await Upload.ReceiveAsync(section.Body, fileName, section.ContentType, limit, exchange.Aborted).ConfigureAwait(false);
        _tooLarge = file is null;
        if (file is not null)
        {
            _files.Add(file);
        }

        exchange.Entry.AddPart(new JournalPart(name, fileName, section.ContentType, section.Body.Position));
    }

    async Task<ReadOnlyMemory<byte>> ReadLimitedAsync(Stream stream, int limit, string what)
    {
        using var memory = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, exchange.Aborted).ConfigureAwait(false)) > 0)
        {
            if (memory.Length + count > limit)
            {
                throw ApiErrors.InvalidBody($"{what} is larger than {limit} bytes");
            }

            memory.Write(buffer, 0, count);
        }

        return memory.ToArray();
    }
}
