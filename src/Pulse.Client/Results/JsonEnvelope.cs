using System.Text;
using System.Text.Unicode;

namespace Pulse.Client.Results;

/// <summary>Checks on arrival that a body is one whole JSON object in UTF-8, and finds its members and those of its <c>result</c>, without tokenising what is inside them.</summary>
static class JsonEnvelope
{
    /// <summary>The member that has nearly all of a large body.</summary>
    static ReadOnlySpan<byte> Result => "result"u8;

    internal static bool TryScan(ReadOnlySpan<byte> body, out JsonObjectIndex index, out JsonFault fault)
    {
        index = null!;
        int position = JsonSkipper.SkipWhiteSpace(body, body.StartsWith("\uFEFF"u8) ? 3 : 0);
        if (position >= body.Length)
        {
            fault = new(JsonFaultReason.Empty, body.Length);
            return false;
        }

        if (body[position] != (byte)'{')
        {
            fault = new(IsOtherJson(body, position) ? JsonFaultReason.NotAnObject : JsonFaultReason.NotJson, position);
            return false;
        }

        // First, as what follows trusts that it reads text.
        if (!Utf8.IsValid(body))
        {
            fault = new(JsonFaultReason.InvalidUtf8, FirstInvalid(body));
            return false;
        }

        if (!JsonObjectIndex.TryRead(body, position, Result, out index, out int end, out fault))
        {
            return false;
        }

        int rest = JsonSkipper.SkipWhiteSpace(body, end);
        if (rest < body.Length)
        {
            fault = new(JsonFaultReason.TrailingData, rest);
            return false;
        }

        return true;
    }

    static bool IsOtherJson(ReadOnlySpan<byte> body, int position) =>
        JsonSkipper.TrySkipValue(body, position, out int end, out _, out _) && JsonSkipper.SkipWhiteSpace(body, end) == body.Length;

    /// <summary>A cut in the middle of a character is the end of the text; anything else is not.</summary>
    static int FirstInvalid(ReadOnlySpan<byte> body)
    {
        int position = 0;
        while (position < body.Length)
        {
            int ascii = body[position..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
            {
                break;
            }

            position += ascii;
            if (Rune.DecodeFromUtf8(body[position..], out _, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                break;
            }

            position += consumed;
        }

        return position;
    }
}
