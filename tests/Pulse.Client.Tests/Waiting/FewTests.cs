using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Waiting;

/// <summary>A set that has one item nearly always is a set also with many.</summary>
public sealed class FewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void It_has_what_was_added_until_that_is_removed(int count)
    {
        // Equal to one another, and yet not the same.
        string[] items = [.. Enumerable.Range(0, count).Select(static _ => new string('x', 3))];
        Few<string> few = default;
        HashSet<string> expected = new(ReferenceEqualityComparer.Instance);
        foreach (string item in items)
        {
            few.Add(item);
            expected.Add(item);
            Check(few, expected);
        }

        foreach (string item in Enumerable.Reverse(items))
        {
            few.Remove(new string('x', 3));
            Check(few, expected);
            few.Remove(item);
            expected.Remove(item);
            Check(few, expected);
        }
    }

    static void Check(Few<string> few, HashSet<string> expected)
    {
        List<string> found = [];
        foreach (string item in few)
        {
            found.Add(item);
        }

        Assert.Equal(expected.Count, few.Count);
        Assert.Equal(expected.Count, found.Count);
        Assert.True(expected.SetEquals(found));
        Assert.True(expected.SetEquals(few.ToArray()));
        Assert.True(expected.Count == 0 ? few.Any is null : expected.Contains(few.Any!));
    }
}
