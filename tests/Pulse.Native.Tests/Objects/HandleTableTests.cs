using Pulse.Native.Objects;

namespace Pulse.Native.Tests.Objects;

public sealed class HandleTableTests
{
    [Fact]
    public void A_handle_finds_its_object_until_it_is_removed()
    {
        object target = new();
        nint handle = HandleTable.Add(target);
        Assert.Same(target, HandleTable.Get<object>(handle, "x"));
        Assert.Same(target, HandleTable.Remove<object>(handle));
        Assert.Null(HandleTable.Remove<object>(handle));
        Assert.Throws<InvalidHandleException>(() => HandleTable.Get<object>(handle, "x"));
    }

    [Fact]
    public void A_handle_of_another_kind_is_refused_and_stays()
    {
        nint handle = HandleTable.Add("text");
        Assert.Throws<InvalidHandleException>(() => HandleTable.Get<Version>(handle, "x"));
        Assert.Null(HandleTable.Remove<Version>(handle));
        Assert.Equal("text", HandleTable.Remove<string>(handle));
    }

    [Fact]
    public void Numbers_are_never_given_out_twice_and_are_no_addresses()
    {
        HashSet<nint> seen = [];
        for (int i = 0; i < 10_000; i++)
        {
            nint handle = HandleTable.Add(this);
            HandleTable.Remove<object>(handle);
            Assert.True(seen.Add(handle));
            Assert.Equal(0xF1C0UL, (ulong)handle >> 48);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(0x7fff_dead_beef)]
    public void Made_up_handles_are_refused(long value) =>
        Assert.Throws<InvalidHandleException>(() => HandleTable.Get<object>((nint)value, "x"));

    [Fact]
    public async Task Removing_races_with_using_without_harm()
    {
        for (int round = 0; round < 200; round++)
        {
            nint handle = HandleTable.Add(new object());
            int removed = 0;
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                if (HandleTable.Remove<object>(handle) is not null)
                {
                    Interlocked.Increment(ref removed);
                }
            })));
            Assert.Equal(1, removed);
        }
    }
}
