using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>The parser's filters, but a compressed stream that unpacks to more than there is memory for becomes an empty one.</summary>
/// <param name="limit">The most bytes that a stream may unpack to. Pictures may have more: they are unpacked one by one, and only when they are wanted.</param>
/// <param name="unpacked">Is shown packed objects before the parser sees them, and may change them.</param>
sealed class GuardedFilters(long limit, Action<Memory<byte>> unpacked) : IFilterProvider
{
    // No deflated byte becomes more than this many.
    const int LargestFactor = 1032;

    public long Limit => limit;

    readonly IFilterProvider _filters = DefaultFilterProvider.Instance;
    bool _exceeded;

    /// <summary>Whether a stream was emptied since the last call.</summary>
    public bool TakeExceeded()
    {
        bool exceeded = _exceeded;
        _exceeded = false;
        return exceeded;
    }

    public IReadOnlyList<IFilter> GetFilters(DictionaryToken dictionary) => Guard(_filters.GetFilters(dictionary));

    public IReadOnlyList<IFilter> GetNamedFilters(IReadOnlyList<NameToken> names) => Guard(_filters.GetNamedFilters(names));

    public IReadOnlyList<IFilter> GetAllFilters() => Guard(_filters.GetAllFilters());

    IReadOnlyList<IFilter> Guard(IReadOnlyList<IFilter> filters) => [.. filters.Select(filter => filter is FlateFilter ? new GuardedFlate(this, filter) : filter)];

    bool Exceeds(ReadOnlyMemory<byte> deflated)
    {
        if (deflated.Length <= limit / LargestFactor)
        {
            return false;
        }

        // Two bytes of zlib stand before the deflated ones.
        using var packed = new DeflateStream(new MemoryStream(deflated[2..].ToArray(), writable: false), CompressionMode.Decompress);
        byte[] part = new byte[64 << 10];
        long size = 0;
        try
        {
            for (int count = packed.Read(part); count > 0 && size <= limit; count = packed.Read(part))
            {
                size += count;
            }
        }
        catch (InvalidDataException)
        {
            // Damaged from here on; the parser says so.
        }

        return size > limit;
    }

    sealed class GuardedFlate(GuardedFilters guard, IFilter flate) : IFilter
    {
        public bool IsSupported => flate.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            if (!Has(NameToken.Subtype, "Image") && guard.Exceeds(input))
            {
                guard._exceeded = true;
                return Memory<byte>.Empty;
            }

            Memory<byte> output = flate.Decode(input, streamDictionary, filterProvider, filterIndex);
            if (Has(NameToken.Type, "ObjStm"))
            {
                guard.Unpacked(output);
            }

            return output;

            bool Has(NameToken key, string value) => streamDictionary.TryGet(key, out IToken token) && token is NameToken name && name.Data == value;
        }
    }

    void Unpacked(Memory<byte> objects) => unpacked(objects);
}
