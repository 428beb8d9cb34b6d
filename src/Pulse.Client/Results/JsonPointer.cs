using System.Buffers.Text;

namespace Pulse.Client.Results;

/// <summary>Why a JSON pointer found nothing.</summary>
enum JsonPointerError
{
    None,
    InvalidPointer,
    NotFound,
    Malformed,
}

/// <summary>JSON pointers (RFC 6901) over raw JSON: what is not on the way is skipped, not read.</summary>
static class JsonPointer
{
    internal static bool TryFind(ReadOnlySpan<byte> json, JsonSlice root, ReadOnlySpan<byte> pointer, out JsonSlice value, out JsonKind kind, out JsonPointerError error, out JsonFault fault)
    {
        value = root;
        fault = default;
        ReadOnlySpan<byte> text = json[..root.End];
        if (!IsPointer(pointer))
        {
            kind = JsonKind.None;
            error = JsonPointerError.InvalidPointer;
            return false;
        }

        if (!JsonSkipper.TrySkipValue(text, root.Start, out _, out kind, out fault))
        {
            error = JsonPointerError.Malformed;
            return false;
        }

        while (!pointer.IsEmpty)
        {
            ReadOnlySpan<byte> rest = pointer[1..];
            int next = rest.IndexOf((byte)'/');
            ReadOnlySpan<byte> token = next < 0 ? rest : rest[..next];
            pointer = next < 0 ? default : rest[next..];
            bool found = kind switch
            {
                JsonKind.Object => TryMember(text, value, token, out value, out kind, out fault),
                JsonKind.Array => TryElement(text, value, token, out value, out kind, out fault),
                _ => false,
            };
            if (!found)
            {
                error = fault.Reason == JsonFaultReason.None ? JsonPointerError.NotFound : JsonPointerError.Malformed;
                kind = JsonKind.None;
                return false;
            }
        }

        error = JsonPointerError.None;
        return true;
    }

    static bool IsPointer(ReadOnlySpan<byte> pointer)
    {
        if (!pointer.IsEmpty && pointer[0] != (byte)'/')
        {
            return false;
        }

        for (int tilde = pointer.IndexOf((byte)'~'); tilde >= 0;)
        {
            if (tilde + 1 >= pointer.Length || pointer[tilde + 1] is not ((byte)'0' or (byte)'1'))
            {
                return false;
            }

            int next = pointer[(tilde + 1)..].IndexOf((byte)'~');
            tilde = next < 0 ? -1 : tilde + 1 + next;
        }

        return true;
    }

    static bool TryMember(ReadOnlySpan<byte> json, JsonSlice parent, ReadOnlySpan<byte> token, out JsonSlice value, out JsonKind kind, out JsonFault fault)
    {
        value = default;
        kind = JsonKind.None;
        return JsonObjectIndex.TryBuild(json, parent, out JsonObjectIndex index, out fault)
            && index.TryFind(json, token.Contains((byte)'~') ? Decode(token) : token, out value, out kind);
    }

    static byte[] Decode(ReadOnlySpan<byte> token)
    {
        byte[] decoded = new byte[token.Length];
        int length = 0;
        for (int i = 0; i < token.Length; i++)
        {
            decoded[length++] = token[i] == (byte)'~' ? (token[++i] == (byte)'1' ? (byte)'/' : (byte)'~') : token[i];
        }

        return decoded[..length];
    }

    static bool TryElement(ReadOnlySpan<byte> json, JsonSlice parent, ReadOnlySpan<byte> token, out JsonSlice value, out JsonKind kind, out JsonFault fault)
    {
        value = default;
        kind = JsonKind.None;
        fault = default;
        bool leadingZero = token.Length > 1 && token[0] == (byte)'0';
        if (leadingZero || token.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !Utf8Parser.TryParse(token, out int wanted, out int consumed) || consumed != token.Length)
        {
            return false;
        }

        JsonItems items = new(json, parent);
        for (int i = 0; items.TryNext(out value, out kind); i++)
        {
            if (i == wanted)
            {
                return true;
            }
        }

        fault = items.Fault;
        value = default;
        return false;
    }
}
