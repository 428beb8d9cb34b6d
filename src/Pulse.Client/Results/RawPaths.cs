using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Pulse.Client.Results;

/// <summary>
/// Paths that are not UTF-8. To Unix a path is bytes, to .NET it is text, and what is not UTF-8 would be lost on the way. A byte that
/// is no UTF-8 is kept as a lone surrogate instead (U+DC00 and the byte), as Python does it, and becomes that byte again where the
/// system is called (<see cref="UnixFiles"/>).
/// </summary>
static partial class RawPaths
{
    const char First = '\udc80';
    const char Last = '\udcff';
    const char Lost = '\ufffd';

    /// <summary>The text for a path, whatever bytes it has.</summary>
    internal static string Decode(ReadOnlySpan<byte> path)
    {
        StringBuilder text = new(path.Length);
        while (!path.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(path, out Rune rune, out int length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune);
            }
            else
            {
                foreach (byte b in path[..length])
                {
                    text.Append((char)(0xDC00 + b));
                }
            }

            path = path[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a path, with a zero at the end.</summary>
    internal static byte[] Encode(string path)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(path.Length) + 1];
        int count = 0;
        for (int i = 0; i < path.Length;)
        {
            if (Rune.TryGetRuneAt(path, i, out Rune rune))
            {
                count += rune.EncodeToUtf8(bytes.AsSpan(count));
                i += rune.Utf16SequenceLength;
            }
            else
            {
                count += IsByte(path[i]) ? 0 : Rune.ReplacementChar.EncodeToUtf8(bytes.AsSpan(count));
                if (IsByte(path[i]))
                {
                    bytes[count++] = (byte)(path[i] - 0xDC00);
                }

                i++;
            }
        }

        return bytes[..(count + 1)];
    }

    /// <summary>Whether a text has bytes that are no UTF-8.</summary>
    internal static bool IsRaw(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (IsByte(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>For people: such bytes as <c>\xE9</c>.</summary>
    internal static string Readable(string text) => Replace(text, static b => $"\\x{b:X2}");

    /// <summary>For the service, which takes UTF-8 alone.</summary>
    internal static string Valid(string text) => Replace(text, static _ => $"{Lost}");

    /// <summary>A path as a file of text can hold it: such a byte as a NUL, which no path has, and two digits.</summary>
    internal static string ToText(string path) => Replace(path, static b => $"\0{b:x2}");

    /// <summary>A string of JSON, in which such a byte is half a surrogate pair: Python reads it as the path that it is.</summary>
    internal static string ToJson(string path) =>
        $"\"{Replace(path, static valid => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(valid), static b => $"\\udc{b:x2}")}\"";

    /// <summary>The path of such a text.</summary>
    internal static string FromText(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder path = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte b) && b >= 0x80)
            {
                path.Append((char)(0xDC00 + b));
                i += 2;
            }
            else
            {
                path.Append(text[i]);
            }
        }

        return path.ToString();
    }

    /// <summary>A path from the root on, also where the present folder's is not UTF-8.</summary>
    internal static string Full(string path)
    {
        if (!OperatingSystem.IsLinux() || Path.IsPathRooted(path))
        {
            return Path.GetFullPath(path);
        }

        string folder = Directory.GetCurrentDirectory();
        return Path.GetFullPath(path, folder.Contains(Lost, StringComparison.Ordinal) ? CurrentFolder() ?? folder : folder);
    }

    static unsafe string? CurrentFolder()
    {
        byte[] buffer = new byte[4096];
        fixed (byte* start = buffer)
        {
            nint count = ReadLink("/proc/self/cwd", start, (nuint)buffer.Length);
            return count > 0 && count < buffer.Length && buffer[0] == (byte)'/' ? Decode(buffer.AsSpan(0, (int)count)) : null;
        }
    }

    static bool IsByte(char c) => c is >= First and <= Last;

    static string Replace(string text, Func<byte, string> replace) => IsRaw(text) ? Replace(text, static valid => valid, replace) : text;

    static string Replace(string text, Func<string, string> valid, Func<byte, string> replace)
    {
        StringBuilder replaced = new(text.Length);
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (IsByte(text[i]))
            {
                replaced.Append(valid(text[start..i])).Append(replace((byte)(text[i] - 0xDC00)));
                start = i + 1;
            }
        }

        return replaced.Append(valid(text[start..])).ToString();
    }

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint ReadLink(string path, byte* buffer, nuint size);
}
