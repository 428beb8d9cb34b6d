using System.Text;
using Pulse.Client.Results;

namespace Pulse.Cli.Output;

/// <summary>Writes text as UTF-8, and paths that are not UTF-8 as the bytes that they are. What is written is written at once.</summary>
sealed class RawTextWriter(Stream stream) : TextWriter
{
    char _high;

    public override Encoding Encoding { get; } = new UTF8Encoding(false);

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        string text = _high == 0 ? new string(buffer) : $"{_high}{buffer}";
        _high = '\0';
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            // The other half comes with the next call.
            (_high, text) = (text[^1], text[..^1]);
        }

        if (text.Length > 0)
        {
            stream.Write(RawPaths.Encode(text).AsSpan()[..^1]);
        }
    }

    public override void Flush() => stream.Flush();
}
