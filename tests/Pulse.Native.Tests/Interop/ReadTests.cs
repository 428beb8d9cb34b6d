using Pulse.Native.Interop;

namespace Pulse.Native.Tests.Interop;

public sealed unsafe class ReadTests
{
    [Fact]
    public void Text_must_be_utf8()
    {
        fixed (byte* good = "blåbær\0"u8, bad = (ReadOnlySpan<byte>)[0xC3, 0x28, 0])
        {
            Assert.Equal("blåbær", Read.Text(good, "x"));
            string message = "";
            try
            {
                Read.Text(bad, "job_id");
            }
            catch (ArgumentException exception)
            {
                message = exception.Message;
            }

            Assert.Equal("job_id is not UTF-8.", message);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(16, true)]
    [InlineData(104, true)]
    [InlineData(112, false)]
    public void Structs_may_be_smaller_but_not_larger(int size, bool accepted)
    {
        Stats stats = new() { StructSize = (nuint)size, Requests = 5, NativeBytes = 7 };
        Stats read = default;
        bool done = true;
        try
        {
            read = Read.Struct(&stats, "stats");
        }
        catch (ArgumentException)
        {
            done = false;
        }

        Assert.Equal(accepted, done);
        Assert.Equal(accepted && size >= 16 ? 5 : 0, read.Requests);
        Assert.Equal(accepted && size >= 56 ? 7 : 0, read.NativeBytes);
    }

    [Fact]
    public void Sizes_that_cannot_be_are_refused()
    {
        byte one = 0;
        ArgumentException tooLarge = null!;
        try
        {
            Read.Bytes(&one, nuint.MaxValue, "data");
        }
        catch (ArgumentException exception)
        {
            tooLarge = exception;
        }

        Assert.NotNull(tooLarge);
        Assert.True(Read.Bytes(null, 0, "data").IsEmpty);
    }

    [Fact]
    public void Durations_in_milliseconds()
    {
        Assert.Null(Read.Duration(0, "x"));
        Assert.Equal(TimeSpan.FromSeconds(1.5), Read.Duration(1500, "x"));
        Assert.Throws<ArgumentException>(() => Read.Duration(-1, "x"));
        Assert.Throws<ArgumentException>(() => Read.Duration(long.MaxValue, "x"));
    }
}
