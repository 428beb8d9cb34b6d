using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>Looks into a result for C.</summary>
static unsafe class ResultView
{
    internal static PulseStr Find(RawResult? result, ReadOnlySpan<byte> pointer, out JsonKind kind)
    {
        if (result is null)
        {
            throw NotFound("There is no result.");
        }

        using RawResult.Lease lease = result.Hold();
        if (!result.TryLocate(pointer, out JsonSlice slice, out kind))
        {
            throw NotFound("The JSON pointer leads nowhere.");
        }

        return kind switch
        {
            JsonKind.String => NativeStrings.Of(result.Unescaped(slice)),
            JsonKind.Object or JsonKind.Array => new PulseStr { Data = result.Buffer.Pointer + slice.Start, Size = (nuint)slice.Length },
            _ => NativeStrings.Of(result.Copied(slice)),
        };
    }

    internal static ResponseObject Parts(RawResult? result, ReadOnlySpan<byte> pointer) =>
        result?.Parts(pointer) is { } parts
            ? ResponseObject.FromBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(parts))
            : throw NotFound("The JSON pointer leads to no object and no array.");

    internal static PulseStr Markdown(RawResult? result)
    {
        foreach (string name in (ReadOnlySpan<string>)["/markdown", "/content"])
        {
            if (TryFind(result, name, out PulseStr text, out JsonKind kind) && kind == JsonKind.String)
            {
                return text;
            }
        }

        throw NotFound("The result has no text (neither markdown nor content).");
    }

    internal static long PageCount(RawResult? result) =>
        result?.PageCount ?? throw NotFound("The result has no page_count.");

    static bool TryFind(RawResult? result, string pointer, out PulseStr text, out JsonKind kind)
    {
        text = default;
        kind = default;
        if (result is null)
        {
            return false;
        }

        using RawResult.Lease lease = result.Hold();
        if (!result.TryLocate(System.Text.Encoding.UTF8.GetBytes(pointer), out JsonSlice slice, out kind) || kind != JsonKind.String)
        {
            return false;
        }

        text = NativeStrings.Of(result.Unescaped(slice));
        return true;
    }

    static PulseException NotFound(string message) => new(PulseErrorCode.NotFound, message);
}
