using System.Text;
using Pulse.Cli.Output;

namespace Pulse.Cli.Tests;

/// <summary>Arguments and paths that are not UTF-8.</summary>
public sealed class RawArgumentTests
{
    [Fact]
    public void Arguments_are_taken_from_the_command_line_as_it_is()
    {
        byte[] line = Encoding.Latin1.GetBytes("pulse\0extract\0caf\u00e9.pdf\0plain\0");
        Assert.Equal(["extract", "caf\udce9.pdf", "plain"], RawArguments.Of(["extract", "caf\ufffd.pdf", "plain"], line));

        // A command line that is another's, or cut off, changes nothing.
        Assert.Equal(["extract", "kaf\ufffd.pdf", "plain"], RawArguments.Of(["extract", "kaf\ufffd.pdf", "plain"], line));
        Assert.Equal(["a\ufffd", "b", "c", "d", "e"], RawArguments.Of(["a\ufffd", "b", "c", "d", "e"], line));
    }

    [Fact]
    public void Paths_are_printed_as_they_are_and_shown_readable()
    {
        using MemoryStream stream = new();
        using (RawTextWriter writer = new(stream))
        {
            writer.Write("ü ");
            writer.Write('\ud83c');
            writer.Write('\udf88');
            writer.WriteLine(" caf\udce9");
        }

        Assert.Equal([.. "ü 🎈 caf"u8, 0xE9, (byte)'\n'], stream.ToArray());
        Assert.Equal("caf\\xE9 🎈", Printable.Line("caf\udce9 🎈"));
    }
}
