using System.Runtime.InteropServices;

namespace Pulse.Client.Results;

/// <summary>Where the members of one object are: made in one pass, looked into as often as needed.</summary>
sealed class JsonObjectIndex
{
    // What this thread gathers members in, whose number is known only at the end. One that has grown large is not kept.
    const int MaxKept = 1024;

    [ThreadStatic]
    static List<JsonMember>? t_gathered;

    JsonMember[] _members = [];
    JsonObjectIndex? _opened;
    int _openedAt;

    JsonObjectIndex()
    {
    }

    internal int Count => _members.Length;

    internal ReadOnlySpan<JsonMember> Members => _members;

    /// <summary>How many members are not null.</summary>
    internal int CountValues()
    {
        int count = 0;
        foreach (JsonMember member in _members)
        {
            count += member.Kind == JsonKind.Null ? 0 : 1;
        }

        return count;
    }

    /// <summary>Reads the members of an object; the slice is exactly the object.</summary>
    internal static bool TryBuild(ReadOnlySpan<byte> json, JsonSlice objectSlice, out JsonObjectIndex index, out JsonFault fault) =>
        TryRead(json[..objectSlice.End], objectSlice.Start, opened: default, out index, out int end, out fault) && Ends(end, objectSlice.End, out fault);

    /// <summary>
    /// Reads the members of the object at <paramref name="start"/>, and finds its end. Those of the member <paramref name="opened"/>
    /// are read in the same pass: where nearly all of a text is in it, that is half of the work.
    /// </summary>
    internal static bool TryRead(ReadOnlySpan<byte> json, int start, ReadOnlySpan<byte> opened, out JsonObjectIndex index, out int end, out JsonFault fault)
    {
        List<JsonMember> gathered = t_gathered ?? new(16);
        t_gathered = null;
        bool isRead = TryRead(json, start, gathered, opened, out index, out end, out fault);
        gathered.Clear();
        t_gathered = gathered.Capacity <= MaxKept ? gathered : null;
        return isRead;
    }

    /// <summary>The members of an object among the values of this one.</summary>
    internal bool TryOpen(ReadOnlySpan<byte> json, JsonSlice value, out JsonObjectIndex index)
    {
        if (_opened is not null && _openedAt == value.Start)
        {
            index = _opened;
            return true;
        }

        return TryBuild(json, value, out index, out _);
    }

    /// <summary>Members are put behind those of the objects around, and taken away from there.</summary>
    static bool TryRead(ReadOnlySpan<byte> json, int start, List<JsonMember> gathered, ReadOnlySpan<byte> opened, out JsonObjectIndex index, out int end, out JsonFault fault)
    {
        int first = gathered.Count;
        index = new JsonObjectIndex();
        bool isRead = index.TryGather(json, start, gathered, opened, out end, out fault);
        if (isRead && gathered.Count > first)
        {
            index._members = CollectionsMarshal.AsSpan(gathered)[first..].ToArray();
        }

        gathered.RemoveRange(first, gathered.Count - first);
        return isRead;
    }

    bool TryGather(ReadOnlySpan<byte> json, int start, List<JsonMember> members, ReadOnlySpan<byte> opened, out int end, out JsonFault fault)
    {
        end = start;
        int position = JsonSkipper.SkipWhiteSpace(json, start + 1);
        if (Is(json, position, '}'))
        {
            end = position + 1;
            fault = default;
            return true;
        }

        while (true)
        {
            if (!Is(json, position, '"'))
            {
                fault = Unexpected(json, position);
                return false;
            }

            if (!JsonSkipper.TrySkipString(json, position, out int nameEnd, out fault))
            {
                return false;
            }

            JsonSlice name = new(position + 1, nameEnd - position - 2);
            position = JsonSkipper.SkipWhiteSpace(json, nameEnd);
            if (!Is(json, position, ':'))
            {
                fault = Unexpected(json, position);
                return false;
            }

            position = JsonSkipper.SkipWhiteSpace(json, position + 1);
            JsonKind kind = JsonKind.Object;
            if (Is(json, position, '{') && !opened.IsEmpty && name.Of(json).SequenceEqual(opened) && TryRead(json, position, members, opened: default, out JsonObjectIndex read, out int valueEnd, out _))
            {
                (_opened, _openedAt) = (read, position);
            }
            else if (!JsonSkipper.TrySkipValue(json, position, out valueEnd, out kind, out fault))
            {
                return false;
            }

            members.Add(new JsonMember(name, new JsonSlice(position, valueEnd - position), name.Of(json).Contains((byte)'\\'), kind));
            position = JsonSkipper.SkipWhiteSpace(json, valueEnd);
            if (Is(json, position, '}'))
            {
                end = position + 1;
                return true;
            }

            if (!Is(json, position, ','))
            {
                fault = Unexpected(json, position);
                return false;
            }

            position = JsonSkipper.SkipWhiteSpace(json, position + 1);
        }
    }

    /// <summary>Finds a member by its unescaped name. Of several with one name the last counts, as in System.Text.Json, Python and JavaScript.</summary>
    internal bool TryFind(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, out JsonSlice value, out JsonKind kind)
    {
        for (int i = _members.Length - 1; i >= 0; i--)
        {
            // Most names differ in length.
            ref readonly JsonMember member = ref _members[i];
            if ((member.NameHasEscapes || member.Name.Length == name.Length) && NameEquals(member, json, name))
            {
                value = member.Value;
                kind = member.Kind;
                return true;
            }
        }

        value = default;
        kind = JsonKind.None;
        return false;
    }

    internal static bool NameEquals(JsonMember member, ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> raw = member.Name.Of(json);
        if (!member.NameHasEscapes)
        {
            return raw.SequenceEqual(name);
        }

        // Unescaping never makes a text longer, and each byte of the result takes at most six.
        if (raw.Length < name.Length || raw.Length / 6 > name.Length)
        {
            return false;
        }

        byte[] unescaped = new byte[raw.Length];
        return JsonText.TryUnescape(raw, unescaped, out int written, out _) && unescaped.AsSpan(0, written).SequenceEqual(name);
    }

    static bool Ends(int end, int expected, out JsonFault fault)
    {
        fault = end == expected ? default : new(JsonFaultReason.TrailingData, end);
        return end == expected;
    }

    static bool Is(ReadOnlySpan<byte> json, int position, char expected) => (uint)position < (uint)json.Length && json[position] == expected;

    static JsonFault Unexpected(ReadOnlySpan<byte> json, int position) =>
        position >= json.Length ? new(JsonFaultReason.Truncated, json.Length) : new(JsonFaultReason.InvalidToken, position);
}
