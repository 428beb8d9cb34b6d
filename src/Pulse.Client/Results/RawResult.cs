using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// A result as its raw JSON, which is parsed only where it is asked for. Reading is safe from any thread. <see cref="Dispose"/>
/// lets go of the memory at once; without it the garbage collector does.
/// </summary>
public sealed class RawResult : IDisposable
{
    readonly NativeBuffer _buffer;
    readonly JsonSlice _root;
    readonly bool _ownsBuffer;
    int _disposed;
    BorrowedTexts<int>? _texts;
    JsonObjectIndex? _index;

    /// <param name="buffer">Has the JSON.</param>
    /// <param name="root">Where this value is.</param>
    /// <param name="ownsBuffer">Whether the memory is given back with this.</param>
    /// <param name="index">Its members, where they have been read already: of a large result that takes time.</param>
    internal RawResult(NativeBuffer buffer, JsonSlice root, bool ownsBuffer, JsonObjectIndex? index = null)
    {
        _buffer = buffer;
        _root = root;
        _ownsBuffer = ownsBuffer;
        _index = index;
    }

    /// <summary>The members, if they have been read.</summary>
    internal JsonObjectIndex? KnownMembers => _index;

    /// <summary>The stub that announced a large result; knows what the large body may leave out.</summary>
    internal RawResult? Announcement { get; set; }

    internal JsonSlice Root => _root;

    internal NativeBuffer Buffer => _buffer;

    /// <summary>The JSON text in UTF-8, not copied.</summary>
    public ReadOnlyMemory<byte> Json => _buffer.Part(_root.Start, _root.Length);

    /// <summary>The text: <c>markdown</c>, or the older <c>content</c>; null when the result has neither.</summary>
    /// <exception cref="PulseProtocolException">The JSON is damaged there.</exception>
    public string? Markdown => Text("markdown"u8) ?? Text("content"u8);

    /// <summary>The text under its older name: <c>content</c>, or <c>markdown</c>.</summary>
    /// <exception cref="PulseProtocolException">The JSON is damaged there.</exception>
    public string? Content => Text("content"u8) ?? Text("markdown"u8);

    /// <summary>The number of pages that were processed.</summary>
    public int? PageCount => Number("page_count"u8) ?? Announcement?.PageCount;

    /// <summary>The id for further steps; only when the extraction is stored.</summary>
    public string? ExtractionId => Text("extraction_id"u8) ?? Announcement?.ExtractionId;

    /// <summary>The organization's usage (<c>plan_info</c>, older <c>plan-info</c>).</summary>
    public PlanInfo? PlanInfo =>
        Typed("plan_info"u8, PulseResultJsonContext.Default.PlanInfo) ?? Typed("plan-info"u8, PulseResultJsonContext.Default.PlanInfo) ?? Announcement?.PlanInfo;

    /// <summary>What the call has cost; null when the organization is not on credit billing.</summary>
    public decimal? CreditsUsed => Decimal("credits_used"u8) ?? Announcement?.CreditsUsed;

    /// <summary>Where things are on the pages. Parses them all: for a few of many, use <see cref="TryFind"/>.</summary>
    public BoundingBoxes? BoundingBoxes => Typed("bounding_boxes"u8, PulseResultJsonContext.Default.BoundingBoxes);

    /// <summary>The values found for a schema.</summary>
    public StructuredOutputResult? StructuredOutput => Typed("structured_output"u8, PulseResultJsonContext.Default.StructuredOutputResult);

    /// <summary>The headers of the response, names case-insensitive, several of one name joined by commas, any API key masked; empty unless <see cref="PulseClientOptions.KeepResponseHeaders"/> is on.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders => _buffer.Headers ?? MaskedHeaders.None;

    /// <summary>Finds a value by JSON pointer (RFC 6901), for example <c>/bounding_boxes/Text/0/content</c>; the empty pointer is everything.</summary>
    /// <returns>Whether the pointer leads somewhere.</returns>
    /// <exception cref="ArgumentException">It is not a JSON pointer.</exception>
    /// <exception cref="PulseProtocolException">The JSON is damaged on the way.</exception>
    public bool TryFind(string jsonPointer, out JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(jsonPointer);
        using Lease lease = Hold();
        if (!TryLocate(Encoding.UTF8.GetBytes(jsonPointer), out JsonSlice slice, out _))
        {
            value = default;
            return false;
        }

        value = ParseElement(slice);
        return true;
    }

    /// <summary>Reads the value at a JSON pointer as the caller's own type, without reflection.</summary>
    /// <returns>The value; the type's default when the pointer leads nowhere.</returns>
    /// <exception cref="ArgumentException">It is not a JSON pointer.</exception>
    /// <exception cref="PulseProtocolException">The JSON is damaged, or does not fit the type.</exception>
    public T? Deserialize<T>(JsonTypeInfo<T> type, string jsonPointer = "")
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(jsonPointer);
        using Lease lease = Hold();
        return TryLocate(Encoding.UTF8.GetBytes(jsonPointer), out JsonSlice slice, out _)
            ? Parse(slice, bytes => JsonSerializer.Deserialize(bytes, type))
            : default;
    }

    /// <summary>Checks every byte, where arrival only checked the structure and the UTF-8.</summary>
    /// <exception cref="PulseProtocolException">The JSON is damaged; the message tells where.</exception>
    public void Validate()
    {
        using Lease lease = Hold();
        if (!JsonValidator.TryValidate(_root.Of(_buffer.Content), out JsonFault fault))
        {
            throw Damaged(fault with { Offset = fault.Offset + _root.Start });
        }
    }

    /// <summary>Gives back the memory; the object cannot be read afterwards.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Volatile.Read(ref _texts)?.Close();
        if (_ownsBuffer)
        {
            _buffer.Close();
        }

        Announcement?.Dispose();
    }

    internal const int DeepestParse = 4096;

    internal static PulseProtocolException Damaged(JsonFault fault) => new($"The JSON of the response is damaged: {fault.Describe()}.");

    /// <summary>Finds a value. The caller holds a <see cref="Lease"/>.</summary>
    internal bool TryLocate(ReadOnlySpan<byte> pointer, out JsonSlice slice, out JsonKind kind)
    {
        ReadOnlySpan<byte> name = pointer.IsEmpty ? default : pointer[1..];
        bool plain = !pointer.IsEmpty && pointer[0] == (byte)'/' && name.IndexOfAny((byte)'/', (byte)'~') < 0;
        if (plain && IsObject)
        {
            return Index().TryFind(_buffer.Content, name, out slice, out kind);
        }

        if (JsonPointer.TryFind(_buffer.Content, _root, pointer, out slice, out kind, out JsonPointerError error, out JsonFault fault))
        {
            return true;
        }

        return error switch
        {
            JsonPointerError.InvalidPointer => throw new ArgumentException("Invalid JSON pointer (RFC 6901): it must be empty or begin with '/', and '~' must be followed by 0 or 1."),
            JsonPointerError.Malformed => throw Damaged(fault),
            _ => false,
        };
    }

    /// <summary>
    /// Where the members of an object or the items of an array are, from the first byte of the value: four numbers for each, the
    /// offset and the size of its name with the quotes (0 and 0 for an item) and of its value. Null where there is no object or
    /// array.
    /// </summary>
    /// <exception cref="PulseProtocolException">The JSON is damaged on the way, or the value is.</exception>
    internal long[]? Parts(ReadOnlySpan<byte> pointer)
    {
        using Lease lease = Hold();
        if (!TryLocate(pointer, out JsonSlice value, out JsonKind kind) || kind is not (JsonKind.Object or JsonKind.Array))
        {
            return null;
        }

        ReadOnlySpan<byte> json = _buffer.Content[..value.End];
        List<long> parts = [];
        if (kind == JsonKind.Object)
        {
            if (!JsonObjectIndex.TryBuild(json, value, out JsonObjectIndex index, out JsonFault fault))
            {
                throw Damaged(fault);
            }

            foreach (JsonMember member in index.Members)
            {
                parts.AddRange([member.Name.Start - 1 - value.Start, member.Name.Length + 2, member.Value.Start - value.Start, member.Value.Length]);
            }
        }
        else
        {
            JsonItems items = new(json, value);
            while (items.TryNext(out JsonSlice item, out _))
            {
                parts.AddRange([0, 0, item.Start - value.Start, item.Length]);
            }

            if (items.Fault.Reason != JsonFaultReason.None)
            {
                throw Damaged(items.Fault);
            }
        }

        return [.. parts];
    }

    /// <summary>A string's text as UTF-8 that ends in NUL, unescaped once and kept until this object is disposed. The caller holds a <see cref="Lease"/>.</summary>
    internal NativeBuffer Unescaped(JsonSlice quoted)
    {
        BorrowedTexts<int> texts = Texts();
        if (texts.TryGet(quoted.Start, out NativeBuffer? known))
        {
            return known;
        }

        ReadOnlySpan<byte> raw = _buffer.Content.Slice(quoted.Start + 1, quoted.Length - 2);
        NativeBuffer text = new(raw.Length);
        if (!JsonText.TryUnescape(raw, text.FreeSpan, out int written, out int offset))
        {
            text.Close();
            throw Damaged(new JsonFault(JsonFaultReason.InvalidToken, quoted.Start + 1 + offset));
        }

        text.Advance(written);
        if (written < raw.Length)
        {
            text.Resize(written);
        }

        return texts.Keep(quoted.Start, text);
    }

    /// <summary>A string's text. The caller holds a <see cref="Lease"/>, or is the only one who knows this object.</summary>
    internal string Text(JsonSlice quoted)
    {
        ReadOnlySpan<byte> raw = _buffer.Content.Slice(quoted.Start + 1, quoted.Length - 2);
        if (!raw.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(raw);
        }

        byte[] text = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            return JsonText.TryUnescape(raw, text, out int written, out int offset)
                ? Encoding.UTF8.GetString(text.AsSpan(0, written))
                : throw Damaged(new JsonFault(JsonFaultReason.InvalidToken, quoted.Start + 1 + offset));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>A copy of a number or literal that ends in NUL. The caller holds a <see cref="Lease"/>.</summary>
    internal NativeBuffer Copied(JsonSlice slice)
    {
        BorrowedTexts<int> texts = Texts();
        return texts.TryGet(slice.Start, out NativeBuffer? known) ? known : texts.Keep(slice.Start, NativeBuffer.Copy(slice.Of(_buffer.Content)));
    }

    /// <summary>The same JSON for another owner; not copied.</summary>
    internal RawResult Share()
    {
        if (_ownsBuffer)
        {
            _buffer.Share();
        }

        return new RawResult(_buffer, _root, _ownsBuffer, _index) { Announcement = Announcement?.Share() };
    }

    /// <summary>Keeps the memory from being given back while it is read.</summary>
    internal Lease Hold()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        ObjectDisposedException.ThrowIf(!_buffer.TryRetain(), this);
        return new Lease(_buffer);
    }

    /// <summary>Those that were borrowed, by their place in the JSON.</summary>
    BorrowedTexts<int> Texts()
    {
        if (Volatile.Read(ref _texts) is { } texts)
        {
            return texts;
        }

        BorrowedTexts<int> made = new();
        return Interlocked.CompareExchange(ref _texts, made, null) ?? made;
    }

    bool IsObject => _root.Length > 0 && _buffer.Content[_root.Start] == (byte)'{';

    /// <summary>The members of an object; null for any other value. The caller holds a <see cref="Lease"/>.</summary>
    internal JsonObjectIndex? Members => IsObject ? Index() : null;

    JsonObjectIndex Index()
    {
        if (_index is null)
        {
            if (!JsonObjectIndex.TryBuild(_buffer.Content, _root, out JsonObjectIndex index, out JsonFault fault))
            {
                throw Damaged(fault);
            }

            _index = index;
        }

        return _index;
    }

    bool TryMember(ReadOnlySpan<byte> name, out JsonSlice slice, out JsonKind kind)
    {
        slice = default;
        kind = JsonKind.None;
        return IsObject && Index().TryFind(_buffer.Content, name, out slice, out kind);
    }

    internal string? Text(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out JsonSlice slice, out JsonKind kind) && kind == JsonKind.String
            ? Text(slice)
            : null;
    }

    /// <summary>An id, which may be a string or a number.</summary>
    internal string? Id(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return Members is { } members ? JsonResponse.Id(this, members, name) : null;
    }

    internal bool IsTrue(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out _, out JsonKind kind) && kind == JsonKind.True;
    }

    /// <summary>Whether there is such a member, and it is not null.</summary>
    internal bool Has(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out _, out JsonKind kind) && kind != JsonKind.Null;
    }

    /// <summary>A member as JSON of its own, over the same memory, which this object keeps owning; null when there is none.</summary>
    internal RawResult? Part(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out JsonSlice slice, out JsonKind kind) && kind != JsonKind.Null ? new RawResult(_buffer, slice, ownsBuffer: false) : null;
    }

    /// <summary>A member as it is; null when there is none.</summary>
    internal JsonElement? Element(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out JsonSlice slice, out JsonKind kind) && kind != JsonKind.Null ? ParseElement(slice) : null;
    }

    internal bool? Flag(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out _, out JsonKind kind) && kind is JsonKind.True or JsonKind.False ? kind == JsonKind.True : null;
    }

    internal decimal? Decimal(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out JsonSlice slice, out JsonKind kind)
            && kind == JsonKind.Number
            && decimal.TryParse(slice.Of(_buffer.Content), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
                ? value
                : null;
    }

    internal int? Number(ReadOnlySpan<byte> name)
    {
        using Lease lease = Hold();
        return TryMember(name, out JsonSlice slice, out JsonKind kind)
            && kind == JsonKind.Number
            && JsonText.TryGetInt64(slice.Of(_buffer.Content), out long value)
            && value is >= 0 and <= int.MaxValue
                ? (int)value
                : null;
    }

    /// <summary>A member that is an object or an array, as a type; null when it is neither.</summary>
    internal T? Typed<T>(ReadOnlySpan<byte> name, JsonTypeInfo<T> type)
        where T : class
    {
        using Lease lease = Hold();
        return TryMember(name, out JsonSlice slice, out JsonKind kind) && kind == (type.Kind == JsonTypeInfoKind.Enumerable ? JsonKind.Array : JsonKind.Object)
            ? Parse(slice, bytes => JsonSerializer.Deserialize(bytes, type))
            : null;
    }

    JsonElement ParseElement(JsonSlice slice) => Parse(slice, static bytes =>
    {
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = DeepestParse });
        return JsonElement.ParseValue(ref reader);
    });

    T Parse<T>(JsonSlice slice, Parser<T> parser)
    {
        try
        {
            return parser(slice.Of(_buffer.Content));
        }
        catch (JsonException exception)
        {
            throw new PulseProtocolException($"The JSON at offset {slice.Start} of the response is damaged, or has another shape than expected{(exception.Path is null or "$" ? "" : $" at {exception.Path}")}.", exception);
        }
    }

    delegate T Parser<T>(ReadOnlySpan<byte> bytes);

    internal readonly ref struct Lease(NativeBuffer buffer)
    {
        public void Dispose() => buffer.Release();
    }
}
