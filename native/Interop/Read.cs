using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Pulse.Client.Requests;
using Pulse.Client.Results;

namespace Pulse.Native.Interop;

/// <summary>Reading of what C hands in. Every failure is an <see cref="ArgumentException"/> that names the parameter.</summary>
static unsafe class Read
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What can be told of a pointer: it is not in the first page, where a NULL with an offset lies, and it is aligned.</summary>
    internal static void Require(void* pointer, int alignment, string name)
    {
        if (pointer is null)
        {
            throw new ArgumentException($"{name} is NULL.");
        }

        if ((nuint)pointer < 4096 || (nuint)pointer % (nuint)alignment != 0)
        {
            throw new ArgumentException($"{name} is no address where that can be: the pointer is wrong, or not aligned.");
        }
    }

    internal static string Text(byte* text, string name) =>
        OptionalText(text, name) ?? throw new ArgumentException($"{name} is NULL.");

    internal static string? OptionalText(byte* text, string name)
    {
        if (text is null)
        {
            return null;
        }

        Require(text, 1, name);
        try
        {
            return s_strict.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
        catch (DecoderFallbackException)
        {
            throw new ArgumentException($"{name} is not UTF-8.");
        }
    }

    /// <summary>Copies an array of strings.</summary>
    internal static string[] Texts(byte** texts, nuint count, string name)
    {
        const int most = 100;
        if (count > most)
        {
            throw new ArgumentException($"There are more than {most} {name}.");
        }

        string[] read = new string[(int)count];
        if (count > 0)
        {
            Require(texts, sizeof(nuint), name);
        }

        for (int i = 0; i < read.Length; i++)
        {
            read[i] = Text(texts[i], name);
        }

        return read;
    }

    /// <summary>The same as a parameter.</summary>
    internal static RequestPath? OptionalRequestPath(byte* path, string name) => OptionalPath(path, name) is { } text ? new(text) : null;

    /// <summary>A path, which is bytes to the system and need not be UTF-8.</summary>
    internal static string? OptionalPath(byte* path, string name)
    {
        if (path is null)
        {
            return null;
        }

        Require(path, 1, name);
        return RawPaths.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(path));
    }

    /// <summary>Copies a string's bytes, checked to be UTF-8.</summary>
    internal static byte[] Utf8(byte* text, string name)
    {
        Require(text, 1, name);
        byte[] bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text).ToArray();
        return System.Text.Unicode.Utf8.IsValid(bytes) ? bytes : throw new ArgumentException($"{name} is not UTF-8.");
    }

    internal static ReadOnlyMemory<byte> Bytes(byte* data, nuint size, string name)
    {
        if (size == 0)
        {
            return default;
        }

        if (data is null)
        {
            throw new ArgumentException($"{name} is NULL but has a size.");
        }

        Require(data, 1, name);
        if (size > int.MaxValue)
        {
            throw new ArgumentException($"{name} is larger than 2 GiB.");
        }

        return new ReadOnlySpan<byte>(data, (int)size).ToArray();
    }

    /// <summary>Copies an options struct of any size up to ours; what the caller's lacks is zero, the default.</summary>
    internal static T Struct<T>(T* given, string name)
        where T : unmanaged
    {
        T known = default;
        if (given is null)
        {
            return known;
        }

        Require(given, sizeof(nuint), name);
        nuint size = *(nuint*)given;
        if (size < (nuint)sizeof(nuint))
        {
            throw new ArgumentException($"{name}.struct_size is not set.");
        }

        if (size > (nuint)sizeof(T))
        {
            throw new ArgumentException($"{name}.struct_size is larger than this library knows: the program was compiled for a newer one.");
        }

        Unsafe.CopyBlockUnaligned(&known, given, (uint)size);
        return known;
    }

    internal static TimeSpan? Duration(long milliseconds, string name)
    {
        const long longest = 24L * 24 * 60 * 60 * 1000;
        return milliseconds switch
        {
            0 => null,
            < 0 => throw new ArgumentException($"{name} is negative."),
            > longest => throw new ArgumentException($"{name} is longer than 24 days."),
            _ => TimeSpan.FromMilliseconds(milliseconds),
        };
    }

    /// <summary>A time, or -1 for none.</summary>
    internal static TimeSpan? DurationOrZero(long milliseconds, string name, string zero) => milliseconds switch
    {
        -1 => TimeSpan.Zero,
        < -1 => throw new ArgumentException($"{name} is negative; use {zero} for none."),
        _ => Duration(milliseconds, name),
    };

    internal static int? Count(long count, string name) => count switch
    {
        0 => null,
        < 0 => throw new ArgumentException($"{name} is negative."),
        > int.MaxValue => throw new ArgumentException($"{name} is larger than {int.MaxValue}."),
        _ => (int)count,
    };

    /// <summary>A number, or -1 for 0.</summary>
    internal static int? CountOrZero(long count, string name, string zero) => count switch
    {
        -1 => 0,
        < -1 => throw new ArgumentException($"{name} is negative; use {zero} for none."),
        _ => Count(count, name),
    };

    internal static double? Number(double number, string name) =>
        double.IsNaN(number) ? throw new ArgumentException($"{name} is not a number.") : number == 0 ? null : number;

    /// <summary>A number, negative for 0.</summary>
    internal static double? NumberOrZero(double number, string name) => number < 0 ? 0 : Number(number, name);
}
