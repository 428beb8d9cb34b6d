using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Waiting;

/// <summary>What is due first comes first, whatever comes and goes.</summary>
public sealed class DueHeapTests
{
    [Fact]
    public void What_is_due_first_comes_first_over_several_pieces()
    {
        DueHeap<Item> heap = new();
        List<Item> inside = [];
        Random random = new(1);
        foreach (int count in new[] { 3000, 10, 1600, 0, 513, 0 })
        {
            while (inside.Count != count)
            {
                if (inside.Count < count)
                {
                    Item item = new() { Due = random.Next(1000) };
                    heap.Add(item);
                    inside.Add(item);
                }
                else
                {
                    int at = random.Next(inside.Count);
                    heap.Remove(inside[at]);
                    Assert.Equal(-1, inside[at].HeapIndex);
                    inside.RemoveAt(at);
                }

                Assert.Equal(inside.Count, heap.Count);
                if (inside.Count % 7 == 0)
                {
                    Assert.Equal(inside.Count == 0 ? -1 : inside.Min(static item => item.Due), heap.TryPeek(out Item? first) ? first.Due : -1);
                }
            }
        }

        for (int i = 0; i < 2000; i++)
        {
            heap.Add(new Item { Due = random.Next(1000) });
        }

        long last = 0;
        while (heap.TryPeek(out Item? first))
        {
            Assert.True(first.Due >= last);
            last = first.Due;
            heap.Remove(first);
        }

        Assert.Equal(0, heap.Count);
    }

    sealed class Item : DueItem;
}
