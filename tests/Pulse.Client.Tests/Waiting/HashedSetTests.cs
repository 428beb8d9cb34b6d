using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Waiting;

/// <summary>The set behaves like a dictionary, also while it grows and shrinks, and where hashes are equal.</summary>
public sealed class HashedSetTests
{
    [Theory]
    [InlineData(-1, 40_000)]
    [InlineData(0x00ff0000, 20_000)]
    [InlineData(0xff, 20_000)]
    [InlineData(0, 2_000)]
    public void It_does_what_a_dictionary_does(int hashBits, int operations)
    {
        Numbers set = new(hashBits);
        Dictionary<int, Item> expected = [];
        Random random = new(1);
        for (int phase = 0; phase < 6; phase++)
        {
            // It grows, and then shrinks to nearly nothing.
            double share = phase % 2 == 0 ? 0.8 : 0.05;
            for (int i = 0; i < operations; i++)
            {
                int key = random.Next(operations);
                Item item = new(key);
                if (random.NextDouble() < share)
                {
                    set.Put(key, item);
                    expected[key] = item;
                }
                else
                {
                    // Another one with the same key is not what is taken out.
                    set.Remove(item);
                    if (expected.Remove(key, out Item? known))
                    {
                        set.Remove(known);
                    }
                }

                if (i % 16 == 0)
                {
                    int other = random.Next(operations);
                    Assert.Equal(expected.GetValueOrDefault(other), set.TryFind(other, out Item? found) ? found : null);
                    Assert.Equal(expected.Count, set.Count);
                }
            }

            Assert.True(expected.Values.ToHashSet().SetEquals(set.All));
            Assert.Equal(expected.Count, set.All.Count());
            Assert.All(expected, pair => Assert.True(set.TryFind(pair.Key, out Item? found) && found == pair.Value));
        }

        foreach (Item item in expected.Values)
        {
            set.Remove(item);
        }

        Assert.Equal(0, set.Count);
        Assert.Empty(set.All);
        set.Put(1, new Item(1));
        set.Clear();
        Assert.False(set.TryFind(1, out _));
    }

    [Fact]
    public void Equal_hashes_cost_time_but_neither_memory_nor_a_new_set_each_time()
    {
        Numbers set = new(0);
        Item[] items = [.. Enumerable.Range(0, 1000).Select(static key => new Item(key))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Item item in items)
        {
            set.Put(item.Key, item);
        }

        foreach (Item item in items)
        {
            set.Remove(item);
            set.Put(item.Key, item);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        Assert.Equal(1000, set.Count);
    }

    [Fact]
    public void A_hundred_thousand_items_take_a_sixth_of_a_dictionary()
    {
        Item[] items = [.. Enumerable.Range(0, 100_000).Select(static key => new Item(key))];
        Numbers set = new(-1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Item item in items)
        {
            set.Put(item.Key, item);
        }

        long grown = GC.GetAllocatedBytesForCurrentThread() - before;
        Dictionary<int, Item> dictionary = [];
        before = GC.GetAllocatedBytesForCurrentThread();
        foreach (Item item in items)
        {
            dictionary.Add(item.Key, item);
        }

        Assert.InRange(grown, 0, (GC.GetAllocatedBytesForCurrentThread() - before) / 5);
    }

    sealed record Item(int Key);

    sealed class Numbers(int hashBits) : HashedSet<int, Item>
    {
        protected override int Hash(int key) => key & hashBits;

        protected override int HashOf(Item item) => Hash(item.Key);

        protected override bool Has(Item item, int key) => item.Key == key;
    }
}
