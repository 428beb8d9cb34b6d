namespace Pulse.Client.Results;

/// <summary>The items of an array, one after the other; what is inside them is skipped, not read.</summary>
ref struct JsonItems
{
    readonly ReadOnlySpan<byte> _json;
    int _position;

    /// <summary>Stands before the first item; the slice is the array.</summary>
    internal JsonItems(ReadOnlySpan<byte> json, JsonSlice array)
    {
        _json = json;
        _position = JsonSkipper.SkipWhiteSpace(json, array.Start + 1);
        AtEnd = _position < json.Length && json[_position] == (byte)']';
    }

    /// <summary>Why there was no next item, unless the array has ended.</summary>
    internal JsonFault Fault { get; private set; }

    bool AtEnd { get; set; }

    /// <summary>Finds the next item; false after the last one and where the array is damaged.</summary>
    internal bool TryNext(out JsonSlice item, out JsonKind kind)
    {
        item = default;
        kind = JsonKind.None;
        if (AtEnd || Fault.Reason != JsonFaultReason.None)
        {
            return false;
        }

        if (!JsonSkipper.TrySkipValue(_json, _position, out int end, out JsonKind found, out JsonFault fault))
        {
            Fault = fault;
            return false;
        }

        int next = JsonSkipper.SkipWhiteSpace(_json, end);
        if (next >= _json.Length || _json[next] is not ((byte)',' or (byte)']'))
        {
            Fault = new(next >= _json.Length ? JsonFaultReason.Truncated : JsonFaultReason.InvalidToken, next);
            return false;
        }

        item = new JsonSlice(_position, end - _position);
        kind = found;
        AtEnd = _json[next] == (byte)']';
        _position = AtEnd ? next : JsonSkipper.SkipWhiteSpace(_json, next + 1);
        return true;
    }
}
