using Pulse.Native.Queue;

namespace Pulse.Native.Tests.Queue;

/// <summary>The collections of a queue keep what comes, also when a hundred thousand come at once.</summary>
public sealed class QueueCollectionsTests
{
    [Fact]
    public void What_comes_first_goes_first_over_several_pieces()
    {
        PiecewiseQueue<string> queue = new();
        Queue<string> expected = new();
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            // By turns more come and more go, and at times none is left.
            if (random.Next(10) < (i / 2000 % 2 == 0 ? 7 : 2))
            {
                string item = $"{i}";
                queue.Enqueue(item);
                expected.Enqueue(item);
            }
            else
            {
                Assert.Equal(expected.TryDequeue(out string? wanted), queue.TryDequeue(out string? item));
                Assert.Same(wanted, item);
            }

            Assert.Equal(expected.Count, queue.Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5000)]
    public void Operations_are_found_by_tags_that_several_may_have(int tags)
    {
        OpenOperations open = new();
        List<Operation> all = [.. Enumerable.Range(0, 5000).Select(i => new Operation((ulong)(i % tags) * 0x100000001))];
        all.ForEach(open.Add);
        Assert.Equal(all.Count, open.Count);
        Assert.True(all.ToHashSet<IQueuedOperation>().SetEquals(open.All));
        foreach (Operation operation in all.Where(static (_, i) => i % 3 != 0))
        {
            open.Remove(operation);
        }

        List<Operation> left = [.. all.Where(static (_, i) => i % 3 == 0)];
        Assert.Equal(left.Count, open.Count);
        Assert.True(left.ToHashSet<IQueuedOperation>().SetEquals(open.All));
        foreach (IGrouping<ulong, Operation> same in left.GroupBy(static operation => operation.Tag).Take(100))
        {
            Assert.True(same.ToHashSet<IQueuedOperation>().SetEquals(open.With(same.Key)));
        }

        Assert.Empty(open.With(ulong.MaxValue));
        left.ForEach(open.Remove);
        Assert.Equal((0, 0), (open.Count, open.All.Count));
        Assert.Empty(open.With(0));
        open.Add(all[0]);
        open.Clear();
        Assert.Equal(0, open.Count);
    }

    sealed class Operation(ulong tag) : IQueuedOperation
    {
        public ulong Tag => tag;

        public void Stop() => throw new NotSupportedException();

        public void Drop() => throw new NotSupportedException();

        public QueueOutcome TakeOutcome() => throw new NotSupportedException();

        public void Abandon() => throw new NotSupportedException();
    }
}
